"""The files by which the bot is deployed fit the bot, and one another."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.discord.connect import TOKEN
from adapters.discord.permissions import NEEDS
from adapters.discord.platform import Discord
from adapters.slack.connect import HTTP_MODE, SOCKET_MODE, is_over_http
from adapters.slack.platform import Slack
from bot.config import KEY, secret

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "systemd" / "dispatch-study-bot.service").read_text("utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text("utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
README = (DEPLOY / "README.md").read_text("utf-8")


def test_the_compose_file_is_one() -> None:
    """By the schema of the Compose specification."""
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, str(DEPLOY / "compose.yaml")], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


SECRETS = {name.lower() for name in (TOKEN, *SOCKET_MODE, *HTTP_MODE, KEY)}


def test_every_secret_that_the_bot_reads_can_be_a_file() -> None:
    """The same in the service and in the containers, under the names of the settings."""
    assert set(re.findall(r"^LoadCredential=(\w+):/etc/[\w-]+/\1$", UNIT, re.MULTILINE)) == SECRETS
    assert set(re.findall(r"file: secrets/(\w+)$", COMPOSE, re.MULTILINE)) == SECRETS
    assert set(re.findall(r"^    - (\w+)$", COMPOSE, re.MULTILINE)) == SECRETS


def test_the_readme_makes_a_file_for_every_secret() -> None:
    """Neither a service nor a container begins without one of them."""
    for section in ("### With systemd", "### With Docker"):
        steps = README.partition(section)[2].partition("\n### ")[0]
        made = {
            name
            for line in re.findall(r"^touch (.+)$", steps, re.MULTILINE)
            for name in line.split()
        }
        assert made - {"settings"} == SECRETS
    table = README.partition("### Secrets in files")[2].partition("\n### ")[0]
    assert all(f"`{name}`" in table for name in SECRETS)


def test_every_permission_that_is_asked_for_is_explained() -> None:
    """An admin reads what each is for before they grant it."""
    table = README.partition("### What it asks for, and why")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| ([A-Z][\w ,]+) \|", table, re.MULTILINE)
    assert [label for row in rows for label in row.split(", ")] == [need.label for need in NEEDS]


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_in_a_file_is_read_and_an_empty_file_gives_none(name: str, tmp_path: Path) -> None:
    """As systemd and Compose hand them over."""
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    (tmp_path / name).write_text("s3cret\n", encoding="ascii")
    assert secret(environment, name.upper()) == "s3cret"
    (tmp_path / name).write_text("", encoding="ascii")
    assert secret(environment, name.upper()) == ""


def test_slack_over_http_is_set_up_by_files_alone(tmp_path: Path) -> None:
    """With an app-level token that is left empty, Slack calls the bot."""
    for name in SECRETS:
        is_given = name.upper() in (*HTTP_MODE, KEY)
        (tmp_path / name).write_text("s3cret\n" if is_given else "", encoding="ascii")
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert is_over_http(environment)
    assert Slack().missing(environment) == ""
    assert Discord().missing(environment) != ""


def test_litestream_begins_when_it_is_asked_for() -> None:
    """Without a place to copy to it would only begin again and again."""
    block = COMPOSE.partition("  litestream:\n")[2].partition("\n\n")[0]
    assert "profiles: [litestream]" in block
    assert "--profile sqlite --profile litestream up -d" in README


def test_what_is_kept_outlives_the_container() -> None:
    """Also the copies of a server that are made before it is brought up to date."""
    bots = re.findall(r"^  (bot[\w-]*):\n(.*?)(?=^  \w|^\w)", COMPOSE, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in bots] == ["bot", "bot-on-postgresql"]
    assert all('volumes: ["data:/data"]' in text for _, text in bots)


def test_the_client_programs_are_as_new_as_the_server() -> None:
    """Older ones refuse to copy it."""
    client = re.search(r"postgresql-client-(\d+)", DOCKERFILE)
    server = re.search(r"image: postgres:(\d+)", COMPOSE)
    assert client
    assert server
    assert client[1] == server[1]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_the_service_is_one_that_systemd_understands(tmp_path: Path) -> None:
    """And which it finds well shielded: an exposure of no more than 2 in 10."""
    unit = tmp_path / "dispatch-study-bot.service"
    here = UNIT.replace("/opt/dispatch-study-bot/bin/dispatch-bot", sys.executable)
    unit.write_text(here, encoding="utf-8")
    for check in (["verify"], ["security", "--offline=yes", "--threshold=20"]):
        asked = ["systemd-analyze", *check, str(unit)]
        done = subprocess.run(asked, capture_output=True, check=False)
        assert (done.returncode, done.stderr.decode()) == (0, ""), check


@pytest.mark.parametrize("text", [UNIT, COMPOSE, DOCKERFILE], ids=["unit", "compose", "image"])
def test_what_is_set_is_what_the_bot_reads(text: str) -> None:
    """No setting is misspelt."""
    ours = set(
        re.findall(r"\b(DATABASE_\w+|HTTP_\w+|DISPATCH_\w+|LOG_\w+|PUBLIC_\w+)\b(?==|:)", text)
    )
    assert ours, "nothing is set"
    assert ours <= set(re.findall(r"`([A-Z_]+)`", README))


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
