// Everything the two design systems do in the browser, in one bundle: manifest storage
// does not rewrite "import './x.js'", so there must be no second file.
import { createAll, initAll as initGovuk } from "govuk-frontend";
import {
  Alert,
  ButtonMenu,
  DatePicker,
  FilterToggleButton,
  MultiSelect,
  SortableTable,
} from "@ministryofjustice/frontend";

initGovuk();
for (const component of [Alert, ButtonMenu, DatePicker, MultiSelect, SortableTable]) {
  createAll(component);
}
createAll(FilterToggleButton, {
  bigModeMediaQuery: "(min-width: 48.0625em)",
  startHidden: false,
  toggleButton: {
    showText: "Show filters",
    hideText: "Hide filters",
    classes: "govuk-button--secondary",
  },
});
