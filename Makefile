# The same names as `python3 dev.py`, for those whose fingers type make.
# Options go in OPTIONS: make test OPTIONS="-k register"

.PHONY: demo test check

demo test check:
	python3 dev.py $@ $(OPTIONS)
