"""Running the site: what is made before anybody asks."""

from starlette.testclient import TestClient

from countersight.project import read_project
from countersight.settings import Settings
from countersight.store import open_store
from countersight.web import create_app
from countersight.web.serving import warm


def test_first_page_finds_all_made(project_folder):
    store = open_store(project_folder)
    app = create_app(read_project(project_folder, Settings()), store)
    warm(app)
    with store.view() as view:
        assert app.state.desk_queues.board.rows.keys() == {name for name, _ in view.held_since("claims")}
    assert app.state.workspace.catalog().totals().claims > 0
    app.state.workspace.close()
    store.close()


def test_broken_store_stops_no_server(project_folder):
    store = open_store(project_folder)
    app = create_app(read_project(project_folder, Settings()), store)
    store.close()
    for file in project_folder.glob("countersight.db*"):
        file.write_bytes(b"no database" * 1000)
    warm(app)
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/").status_code >= 500
    store.close()
