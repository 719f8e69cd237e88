"""Checks the OpenAPI document of the API at BOUNCER_URL, and asks it what the document says, in BOUNCER_PHASES."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from openapi_spec_validator import validate

url, key = os.environ["BOUNCER_URL"], os.environ["BOUNCER_KEY"]
with urllib.request.urlopen(url + "/openapi.json") as answer:
    validate(json.load(answer))
print("the document is OpenAPI", flush=True)

# Not_a_server_error knows no 501 or 503 that is described: give it an API that is ready, and configured.
checks = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
command = [Path(sys.executable).with_name("schemathesis"), "run", url + "/openapi.json", "--checks", ",".join(checks),
           "--header", "Authorization: Bearer " + key, "--header", "X-API-Key: " + key,
           "--phases", os.environ["BOUNCER_PHASES"], "--max-examples", os.environ["BOUNCER_EXAMPLES"],
           "--continue-on-failure", "--warnings", "off", "--request-timeout", "30"]
if "BOUNCER_SEED" in os.environ:
    command += ["--seed", os.environ["BOUNCER_SEED"]]
if "BOUNCER_WITHOUT" in os.environ:
    command += ["--exclude-operation-id", os.environ["BOUNCER_WITHOUT"]]
sys.exit(subprocess.run(command, env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks"}).returncode)
