"""The files by which the bot is deployed fit the bot, and one another."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "systemd" / "dispatch-study-bot.service").read_text("utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text("utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


def test_the_compose_file_is_one() -> None:
    """By the schema of the Compose specification."""
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, str(DEPLOY / "compose.yaml")], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_every_secret_is_one_that_a_platform_reads() -> None:
    """The same in the service and in the containers, under the names of the settings."""
    of_service = set(re.findall(r"^LoadCredential=(\w+):", UNIT, re.MULTILINE))
    of_containers = set(re.findall(r"file: secrets/(\w+)$", COMPOSE, re.MULTILINE))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "adapters").rglob("*.py"))
    assert of_service == of_containers
    assert of_service <= {name.lower() for name in re.findall(r'"([A-Z]+_[A-Z_]*TOKEN)"', code)}


@pytest.mark.parametrize("text", [UNIT, COMPOSE, DOCKERFILE], ids=["unit", "compose", "image"])
def test_what_is_set_is_what_the_bot_reads(text: str) -> None:
    """No setting is misspelt."""
    ours = set(re.findall(r"\b(DATABASE_\w+|HTTP_\w+|DISPATCH_\w+|LOG_\w+)\b(?==|:)", text))
    assert ours, "nothing is set"
    assert ours <= {"DATABASE_URL", "HTTP_LISTEN", "DISPATCH_PACK", "LOG_LEVEL", "LOG_FORMAT"}


def test_the_image_is_made_of_what_there_is() -> None:
    """Whatever it copies exists, and is not kept from the builder."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    let_in = re.findall(r"^!(\S+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(), re.MULTILINE)
    sources = " ".join(copied).split()
    assert sources
    assert set(sources) == set(let_in)
    assert all((ROOT / source).exists() for source in sources)


def test_nobody_is_root() -> None:
    """Neither in a container nor as a service."""
    assert re.search(r"^USER [1-9]\d*$", DOCKERFILE, re.MULTILINE)
    assert "DynamicUser=yes" in UNIT
