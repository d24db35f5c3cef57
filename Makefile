# Thin on purpose: each target is one command of `python3 -m tools.bootstrap`.
#   STACK=name  which stack (default dev)     PLAIN=1  lines instead of a live display

PYTHON ?= python3
STACK ?= dev
RUN = @$(PYTHON) -m tools.bootstrap
OPTIONS = --stack $(STACK) $(if $(PLAIN),--plain)

.DEFAULT_GOAL := help
.PHONY: help up preview down destroy status logs secret rotate env doctor smoke check test \
	gen lock images images-pin release promote rollback backup restore migrate previews new-service traffic evidence mutate-rules supply mutate-infra changes

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

up: ## Brings the stack up, or changes what has changed
	$(RUN) up $(OPTIONS)

preview: ## Says what `up` would do
	$(RUN) preview $(OPTIONS)

down: ## Removes everything but the volumes
	$(RUN) down $(OPTIONS)

destroy: ## Asks, then removes everything, data too (YES=1 does not ask)
	$(RUN) destroy $(OPTIONS) $(if $(YES),--yes)

status: ## Shows each service, its URL and its state
	$(RUN) status $(OPTIONS)

logs: ## Prints what the containers wrote (SERVICE=items FOLLOW=1)
	$(RUN) logs $(OPTIONS) $(if $(SERVICE),--service $(SERVICE)) $(if $(FOLLOW),--follow)

secret: ## Prints one secret (NAME=grafana-admin-password), or lists them
	$(RUN) secret $(NAME) $(OPTIONS)

rotate: ## Exchanges a secret for a new one while the stack runs (SECRET=simulation-token)
	$(RUN) rotate $(or $(SECRET),$(error SECRET is missing; `make secret` lists them)) $(OPTIONS)

env: ## Prints what `eval "$(make env)"` needs for plain `pulumi`
	$(RUN) env $(OPTIONS)

doctor: ## Shows what was found and chosen, and what is wrong
	$(RUN) doctor $(OPTIONS)

smoke: ## Checks the running stack from outside
	$(RUN) smoke $(OPTIONS)

check: ## Format, lint, types, import contracts, unit tests
	$(RUN) check $(OPTIONS)

test: ## Every test, against real containers too (ARGS="words for pytest")
	$(RUN) test $(OPTIONS) -- $(ARGS)

gen: ## Writes every generated file
	$(RUN) gen $(OPTIONS)

lock: ## Compiles requirements/*.in into hash-locked files
	$(RUN) lock-requirements $(OPTIONS)

images: ## Resolves the images (IMPORT=file.tar brings one in, REBUILD=1)
	$(RUN) images $(OPTIONS) $(if $(IMPORT),--import $(IMPORT)) $(if $(REBUILD),--rebuild)

images-pin: ## Looks the images' digests up and writes them down
	$(RUN) images-pin $(OPTIONS)

release: ## Writes manifest and notes of what the stack runs (KEY=file.pem signs)
	$(RUN) release $(OPTIONS) $(if $(KEY),--key $(KEY))

promote: ## Updates a stack to exactly what another one has proven (FROM=dev TO=staging)
	$(RUN) promote $(or $(FROM),$(error FROM is missing; name the stack that runs it)) $(or $(TO),$(error TO is missing; name the stack that gets it)) $(OPTIONS)

rollback: ## Returns to the release before, without losing data (TO=number DRY=1)
	$(RUN) rollback $(OPTIONS) $(if $(TO),--to $(TO)) $(if $(DRY),--dry-run)

backup: ## Writes state, secrets and data into one file (FILE=… DATA=off)
	$(RUN) backup $(OPTIONS) $(if $(FILE),--file $(FILE)) $(if $(filter off,$(DATA)),--no-data)

restore: ## Puts back what `backup` wrote (FILE=… YES=1 DATA=off)
	$(RUN) restore $(FILE) $(OPTIONS) $(if $(YES),--yes) $(if $(filter off,$(DATA)),--no-data)

migrate: ## Moves the state to another backend (TO=s3://bucket)
	$(RUN) migrate $(TO) $(OPTIONS)

previews: ## Draws the dashboards as HTML and PNG (ARGS="compare --out folder")
	$(RUN) previews $(OPTIONS) -- $(ARGS)

new-service: ## Asks about a service of yours, writes its entry (ARGS="--help")
	$(RUN) new-service $(OPTIONS) -- $(ARGS)

traffic: ## Sends bounded traffic to the shop (ARGS="--help")
	$(RUN) traffic $(OPTIONS) -- $(ARGS)

evidence: ## Proves that alerts fire and resolve (SCENARIO=5xx|latency|exceptions|drop|all)
	$(RUN) evidence $(OPTIONS) -- $(or $(SCENARIO),$(error SCENARIO is missing; give 5xx, latency, exceptions, drop or all)) $(ARGS)

mutate-rules: ## Changes each rule a little and asks whether a test notices (ARGS="AppTrafficDrop")
	$(RUN) mutate-rules $(OPTIONS) -- $(ARGS)

supply: ## Judges what comes from outside (ARGS="secrets|dependencies|images|checkov|sbom")
	$(RUN) supply $(OPTIONS) -- $(or $(ARGS),--help)

mutate-infra: ## Takes each line of hardening out and asks whether a test notices (ARGS="targets/docker")
	$(RUN) mutate-infra $(OPTIONS) -- $(ARGS)

changes: ## Tells what the last preview would change, as Markdown and HTML (ARGS="--base main")
	$(RUN) changes $(OPTIONS) -- $(ARGS)
