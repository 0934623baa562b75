"""What the server lets in, and what a browser may do with what it gets."""

import asyncio
import base64
import json

import httpx
import pytest
from starlette.responses import JSONResponse

from flows import documents
from flows.gate import Gate

HERE = "127.0.0.1:4200"
OWN = ("127.0.0.1:4200", "localhost:4200", "[::1]:4200")
PASSWORD = "twelve: signs"


async def pages(scope, receive, send):
    """Stands where Prefect's pages are: says yes to everything."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await JSONResponse("yes")(scope, receive, send)


class Client:
    """Asks a gate as a browser does, which keeps cookies."""

    def __init__(self, gate, host):
        self.gate, self.host = gate, host
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(gate), base_url=f"http://{host}"
        )

    def ask(self, method, path, **more):
        return asyncio.run(self.client.request(method, path, **more))

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, **more):
        return self.ask("POST", path, **more)

    def listens(self, **headers):
        """Whether a websocket is let in."""
        told = []
        pairs = {"host": self.host, **headers}.items()
        scope = {"type": "websocket", "path": "/api/events/out"}
        scope["headers"] = [(name.encode(), value.encode()) for name, value in pairs]

        async def send(message):
            told.append(message["type"])

        asyncio.run(self.gate(scope, None, send))
        return told == ["websocket.accept"]


@pytest.fixture
def outputs(tmp_path):
    folder = tmp_path / "outputs" / "my study"
    folder.mkdir(parents=True)
    made = {"outputs": dict.fromkeys(("white-paper.html", "white-paper.docx", "gone.pdf"), "")}
    made["outputs"] |= {"../../secret.txt": "", "link.html": "", "notices.md": ""}
    (folder / "run.json").write_text(json.dumps(made), "utf-8")
    for name in ("white-paper.html", "white-paper.docx", "mine.html", "notices.md"):
        (folder / name).write_text(f"<p>{name}</p>", "utf-8")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (folder / "link.html").symlink_to(tmp_path / "secret.txt")
    return tmp_path / "outputs"


def at(outputs, password="", hosts=OWN, host=HERE):
    return Client(Gate(pages, outputs, hosts, password), host)


def basic(said):
    return {"authorization": "Basic " + base64.b64encode(said.encode()).decode()}


@pytest.mark.parametrize("host", OWN)
def test_its_own_names_are_let_in(outputs, host):
    assert at(outputs, host=host).get("/api/health").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example:4200", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:4200", ""]
)
@pytest.mark.parametrize("path", ["/", "/api/health", "/documents/my%20study/white-paper.html"])
def test_a_name_that_only_leads_here_is_not(outputs, host, path):
    assert at(outputs).get(path, headers={"host": host}).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:4201", "null", ""])
def test_another_site_s_page_can_change_nothing(outputs, method, origin):
    asked = at(outputs).ask(method, "/api/flow_runs/", headers={"origin": origin})
    assert asked.status_code == 403


@pytest.mark.parametrize("origin", [f"http://{HERE}", f"https://{HERE}"])
def test_its_own_page_can_and_so_can_programs(outputs, origin):
    assert at(outputs).post("/api/flow_runs/", headers={"origin": origin}).status_code == 200
    assert at(outputs).post("/api/flow_runs/").status_code == 200


def test_a_page_under_another_of_its_names_is_another_s(outputs):
    asked = at(outputs).post("/api/flow_runs/", headers={"origin": "http://localhost:4200"})
    assert asked.status_code == 403


def test_neither_can_it_listen_to_what_happens(outputs):
    client = at(outputs)
    assert client.listens()
    assert client.listens(origin=f"http://{HERE}")
    assert not client.listens(origin="http://evil.example")
    assert not client.listens(host="evil.example:4200", origin="http://evil.example:4200")


def test_pages_fetch_nothing_from_elsewhere_and_stand_in_no_frame(outputs):
    policy = at(outputs).get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "*" not in policy


# Documents


def link(name, study="my study"):
    return documents.link(study, name)


def test_a_document_is_shown_and_can_do_nothing(outputs):
    shown = at(outputs).get(link("white-paper.html"))
    assert shown.text == "<p>white-paper.html</p>"
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("name", "how"), [("white-paper.docx", "attachment"), ("notices.md", "inline")]
)
def test_what_no_browser_shows_is_saved(outputs, name, how):
    shown = at(outputs).get(link(name))
    assert shown.status_code == 200
    assert shown.headers["content-disposition"].startswith(how)


@pytest.mark.parametrize(
    "path",
    [
        link("mine.html"),
        link("gone.pdf"),
        link("link.html"),
        link("../../secret.txt"),
        link("white-paper.html", study=".."),
        link("white-paper.html", study=""),
        link("white-paper.html", study="other"),
        link("white-paper.html/"),
        link("./white-paper.html"),
        link("white-paper.html\0"),
        "/documents/my%20study/",
        "/documents/my%20study",
        "/documents/",
        "/documents/my%20study/..%2f..%2fsecret.txt",
        "/documents/my%20study%2f..%2fmy%20study/white-paper.html",
        "/documents/../secret.txt",
        "/documents//etc/passwd",
    ],
)
def test_only_what_a_run_has_named_is_shown(outputs, path):
    shown = at(outputs).get(path)
    assert "secret" not in shown.text
    assert "<p>" not in shown.text
    assert shown.status_code == 404 or shown.json() == "yes"


def test_nothing_can_be_written(outputs):
    assert at(outputs).ask("PUT", link("white-paper.html"), content="mine").status_code == 405
    assert (outputs / "my study" / "white-paper.html").read_text(
        "utf-8"
    ) == "<p>white-paper.html</p>"


def test_where_there_is_a_password_documents_need_it(outputs):
    client = at(outputs, PASSWORD)
    asked = client.get(link("white-paper.html"))
    assert asked.status_code == 401
    assert asked.headers["www-authenticate"].startswith("Basic")
    for said in ("", "guess", "whitepaper:guess", "signs", ":"):
        assert client.get(link("white-paper.html"), headers=basic(said)).status_code == 401
    assert (
        client.get(link("white-paper.html"), headers={"authorization": "Basic ?"}).status_code
        == 401
    )
    for said in (PASSWORD, f"whitepaper:{PASSWORD}", f":{PASSWORD}"):
        assert client.get(link("white-paper.html"), headers=basic(said)).status_code == 200


def test_who_has_given_the_page_the_password_need_not_give_it_again(outputs):
    client = at(outputs, PASSWORD)
    client.post("/api/flow_runs/filter", headers=basic("guess"))
    assert client.get(link("white-paper.html")).status_code == 401
    kept = client.post("/api/flow_runs/filter", headers=basic(PASSWORD)).headers["set-cookie"]
    assert "HttpOnly" in kept
    assert "SameSite=Strict" in kept
    assert PASSWORD not in kept
    assert client.get(link("white-paper.html")).status_code == 200
    client.client.cookies.clear()
    forged = {"cookie": "whitepaper-documents=guess"}
    assert client.get(link("white-paper.html"), headers=forged).status_code == 401
