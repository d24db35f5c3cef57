# Thin on purpose: each target is one command of `python3 -m tools.bootstrap`.
#   STACK=name  which stack (default dev)     PLAIN=1  lines instead of a live display

PYTHON ?= python3
STACK ?= dev
RUN = @$(PYTHON) -m tools.bootstrap
# One word for the shell, whatever is in it.
quoted = '$(subst ','\'',$(1))'
OPTIONS = --stack=$(call quoted,$(STACK)) $(if $(PLAIN),--plain)
AUDIT = $(if $(REQUIRE_AUDIT),--require-audit)
FRESHLY = $(if $(FRESH),--fresh)

.DEFAULT_GOAL := help
.PHONY: help up preview down destroy status logs secret rotate env doctor smoke check gate test \
	drift sweep mask summary coverage lint-workflows codeowners gen lock images images-pin \
	release promote rollback remediate backup restore migrate mutate-rules mutate-infra changes traffic \
	evidence scenarios demo previews new-service supply

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

up: ## Brings the stack up, or changes what has changed (PLAN=file: that, or nothing)
	$(RUN) up $(OPTIONS) $(AUDIT) $(if $(PLAN),--plan=$(call quoted,$(PLAN)))

preview: ## Says what `up` would do, once the gate is open (FRESH=1 REQUIRE_AUDIT=1)
	$(RUN) preview $(OPTIONS) $(AUDIT) $(FRESHLY)

drift: ## Says what runs otherwise than the code declares; changes nothing
	$(RUN) drift $(OPTIONS)

down: ## Removes everything but the volumes
	$(RUN) down $(OPTIONS)

destroy: ## Asks, then removes everything, data too (YES=1 does not ask)
	$(RUN) destroy $(OPTIONS) $(if $(YES),--yes)

sweep: ## Destroys the pull requests' stacks that are too old (TTL_H=72)
	$(RUN) sweep $(OPTIONS) $(if $(TTL_H),--ttl-h $(TTL_H))

status: ## Shows each service, its URL and its state
	$(RUN) status $(OPTIONS)

logs: ## Prints what the containers wrote (SERVICE=items FOLLOW=1)
	$(RUN) logs $(OPTIONS) $(if $(SERVICE),--service=$(call quoted,$(SERVICE))) $(if $(FOLLOW),--follow)

secret: ## Prints one secret (NAME=grafana-admin-password), or lists them
	$(RUN) secret $(if $(NAME),$(call quoted,$(NAME))) $(OPTIONS)

mask: ## Tells GitHub's log which words it must not show
	$(RUN) mask $(OPTIONS)

rotate: ## Exchanges a secret for a new one while the stack runs (SECRET=simulation-token)
	$(RUN) rotate $(call quoted,$(or $(SECRET),$(error SECRET is missing; `make secret` lists them))) $(OPTIONS)

env: ## Prints what `eval "$(make env)"` needs for plain `pulumi`
	$(RUN) env $(OPTIONS)

doctor: ## Shows what was found and chosen, and what is wrong
	$(RUN) doctor $(OPTIONS)

smoke: ## Checks the running stack from outside
	$(RUN) smoke $(OPTIONS)

check: ## The quick stages of the gate: what to run while you work (FRESH=1)
	$(RUN) check $(OPTIONS) $(FRESHLY)

gate: ## Every check that needs no stack, with the audits (FRESH=1 REQUIRE_AUDIT=1)
	$(RUN) gate $(OPTIONS) $(AUDIT) $(FRESHLY)

test: ## Every test, against real containers too (ARGS="words for pytest")
	$(RUN) test $(OPTIONS) -- $(ARGS)

coverage: ## Measures what the tests reach, without containers (ARGS="words for pytest")
	$(RUN) coverage $(OPTIONS) -- $(ARGS)

summary: ## Prints the Markdown of artifacts/, on GitHub onto the page of the run
	$(RUN) summary $(OPTIONS)

lint-workflows: ## Judges what GitHub will run (.github/): our rules, and actionlint
	$(RUN) lint-workflows $(OPTIONS)

codeowners: ## Writes .github/CODEOWNERS from the catalog's owners (ORG=name)
	$(RUN) codeowners $(OPTIONS) $(if $(ORG),--org $(ORG))

gen: ## Writes every generated file
	$(RUN) gen $(OPTIONS)

lock: ## Compiles requirements/*.in into hash-locked files
	$(RUN) lock-requirements $(OPTIONS)

images: ## Resolves the images (IMPORT=file.tar brings one in, REBUILD=1)
	$(RUN) images $(OPTIONS) $(if $(IMPORT),--import=$(call quoted,$(IMPORT))) $(if $(REBUILD),--rebuild)

images-pin: ## Looks the images' digests up and writes them down
	$(RUN) images-pin $(OPTIONS)

release: ## Writes manifest and notes of what the stack runs (KEY=file.pem signs)
	$(RUN) release $(OPTIONS) $(if $(KEY),--key=$(call quoted,$(KEY)))

promote: ## Updates a stack to exactly what another one has proven (FROM=dev TO=staging)
	$(RUN) promote $(call quoted,$(or $(FROM),$(error FROM is missing; name the stack that runs it))) $(call quoted,$(or $(TO),$(error TO is missing; name the stack that gets it))) $(OPTIONS)

rollback: ## Returns to the release before, without losing data (TO=number DRY=1 UNDO=1)
	$(RUN) rollback $(OPTIONS) $(if $(TO),--to=$(call quoted,$(TO))) $(if $(DRY),--dry-run) $(if $(UNDO),--undo)

remediate: ## Carries out what was approved in the engine, and reports it (DRY=1)
	$(RUN) remediate $(OPTIONS) $(if $(DRY),--dry-run)

backup: ## Writes state, secrets and data into one file (FILE=… DATA=off)
	$(RUN) backup $(OPTIONS) $(if $(FILE),--file=$(call quoted,$(FILE))) $(if $(filter off,$(DATA)),--no-data)

restore: ## Puts back what `backup` wrote (FILE=… YES=1 DATA=off)
	$(RUN) restore $(call quoted,$(or $(FILE),$(error FILE is missing; give what `make backup` wrote))) $(OPTIONS) $(if $(YES),--yes) $(if $(filter off,$(DATA)),--no-data)

migrate: ## Moves the state to another backend (TO=s3://bucket)
	$(RUN) migrate $(call quoted,$(or $(TO),$(error TO is missing; such as TO=s3://bucket or TO=file:///folder))) $(OPTIONS)

previews: ## Draws the dashboards as HTML and PNG (ARGS="compare --out folder")
	$(RUN) previews $(OPTIONS) -- $(ARGS)

new-service: ## Asks about a service of yours, writes its entry (ARGS="--help")
	$(RUN) new-service $(OPTIONS) -- $(ARGS)

traffic: ## Sends bounded traffic to the shop (ARGS="--help")
	$(RUN) traffic $(OPTIONS) -- $(ARGS)

evidence: ## Proves that alerts fire and resolve (SCENARIO=5xx|latency|exceptions|drop|all)
	$(RUN) evidence $(OPTIONS) -- $(or $(SCENARIO),$(error SCENARIO is missing; give 5xx, latency, exceptions, drop or all)) $(ARGS)

scenarios: ## Brings faults upon the stack, scores what the engine tells (ARGS="--help")
	$(RUN) scenarios $(OPTIONS) -- $(ARGS)

demo: ## A guided tour of a fault and its incident on the running stack
	$(RUN) demo $(OPTIONS)

mutate-rules: ## Changes each rule a little and asks whether a test notices (ARGS="AppTrafficDrop")
	$(RUN) mutate-rules $(OPTIONS) -- $(ARGS)

supply: ## Judges what comes from outside (ARGS="secrets|dependencies|images|checkov|sbom")
	$(RUN) supply $(OPTIONS) -- $(or $(ARGS),--help)

mutate-infra: ## Takes each line of hardening out and asks whether a test notices (ARGS="targets/docker")
	$(RUN) mutate-infra $(OPTIONS) -- $(ARGS)

changes: ## Tells what the last preview would change, as Markdown and HTML (ARGS="--base main")
	$(RUN) changes $(OPTIONS) -- $(ARGS)
