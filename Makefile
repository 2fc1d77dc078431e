# Every target is one line; without make, the same words after "python3 run.py" do the same.
# HOST, PORT, RESET (demo), DATABASE_URL and CHROMIUM (test) are read from the environment.
PYTHON ?= python3
.PHONY: demo test check bench sizes messages
export HOST PORT RESET

demo: ; @$(PYTHON) run.py demo
test: ; @$(PYTHON) run.py test
check: ; @$(PYTHON) run.py check
bench: ; @$(PYTHON) run.py bench
sizes: ; @$(PYTHON) run.py sizes
messages: ; @$(PYTHON) run.py messages
