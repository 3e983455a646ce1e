// Runs before the page is drawn, so that parts made for JavaScript do not jump.
document.body.className +=
  " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");

// <print-button> offers to print this page; without JavaScript it is not there.
class PrintButton extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = this.getAttribute("text") || "Print this page";
    button.addEventListener("click", () => window.print());
    this.replaceChildren(button);
  }
}
customElements.define("print-button", PrintButton);

// Shut details would be missing on paper.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open])").forEach((details) => {
    details.dataset.openedForPrint = "";
    details.open = true;
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-opened-for-print]").forEach((details) => {
    details.open = false;
    delete details.dataset.openedForPrint;
  });
});
