"""What every part of the service works with: the office's database, and the queue of jobs in it."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, make_url

from ledger.database import explained, migrate
from ledger.store import Store
from service.apart import Apart

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions

APPLICATION = "anwen"
QUEUE = "files"
WORKFLOW = "anwen.file"
# Of the jobs' form, not of the program: jobs that an older version has left are finished by the one that follows.
VERSION = "anwen-jobs-1"


class Desk:
    """The store with the service's own tables beside it, and the means to put jobs into the queue."""

    def __init__(self, store: Store, url: str) -> None:
        self.store, self.url = store, url
        self.apart = Apart(1, longest_s=30)  # for pages that are drawn: a file that breaks its reader breaks no server
        self._client: DBOSClient | None = None

    @classmethod
    def open(cls, url: str) -> Self:
        """The desk on the database at a SQLAlchemy URL, made or brought up to date as needed. Raises StoreFailure."""
        store = Store.open(url)
        try:
            with store.writing() as connection:
                migrate(connection, "service:migrations")
            return cls(store, url)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Gives the connections back."""
        if self._client:
            self._client.destroy()
        self.apart.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def enqueue(self, connection: Connection, upload_id: str) -> None:
        """Puts a file into the queue, inside the connection's transaction: it is there with the file or not at all."""
        from dbos import WorkflowSerializationFormat

        options: EnqueueOptions = {
            "queue_name": QUEUE, "workflow_name": WORKFLOW, "workflow_id": upload_id, "app_version": VERSION,
            "serialization_type": WorkflowSerializationFormat.PORTABLE,
        }  # fmt: skip
        self.client().enqueue_in_transaction(connection, options, upload_id)

    def client(self) -> "DBOSClient":
        """The queue's client; the queue's tables are made when it is first asked for."""
        if self._client is None:
            from dbos import DBOS, DBOSClient

            url = queue_url(self.url)
            with explained(make_url(url)):
                DBOS.migrate(url)
            self._client = DBOSClient(system_database_url=url, application_name=APPLICATION)
        return self._client


def queue_url(url: str) -> str:
    """The database's URL as DBOS takes it."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)
