"""The forms of ``whitepaper serve`` in a work pool: any machine that sees this folder can do runs.

Whoever starts a process worker for the pool has the runs done by its machine:
``prefect worker start --pool NAME --type process``.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from flows import tracking, watching
from flows.locations import check_is_folder
from flows.store import make_folder
from transcripts.errors import InputError


def offer(pool: str, outputs: str = "") -> Sequence[str]:
    """Put a form for each flow into a work pool, which is made where there is none.

    The server is the one that ``PREFECT_API_URL`` or a profile names.

    Args:
        pool: its name.
        outputs: the folder to collect documents in; ``outputs`` where empty.

    Returns:
        The names of the forms.

    Raises:
        InputError: no server is named, or it does not answer.
    """
    check_is_folder(outputs)
    if not tracking.configured():
        remedy = "Set PREFECT_API_URL to the address of the server that has the work pool"
        raise InputError("PREFECT_API_URL", "is not set", remedy, kind="server")
    make_folder(Path(os.environ.get("PREFECT_HOME", Path.home() / ".prefect")))
    tracking.settle()
    try:
        return _offered(pool, outputs)
    except Exception as error:
        if not tracking.is_its_own(error):
            raise
        problem = f"does not answer as Prefect's server ({type(error).__name__})"
        remedy = "Start it, or check PREFECT_API_URL and PREFECT_API_AUTH_STRING"
        raise InputError("PREFECT_API_URL", problem, remedy, kind="server") from error


def _offered(pool: str, outputs: str) -> Sequence[str]:
    from prefect import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.deployments.runner import RunnerDeployment
    from prefect.exceptions import ObjectAlreadyExists
    from prefect.types.entrypoint import EntrypointType

    from flows.deployments import FLOWS, description

    with get_client(sync_client=True) as client, contextlib.suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    here = {"working_dir": str(Path.cwd()), "env": {watching.OUTPUTS: outputs}}
    for one in FLOWS:
        form = RunnerDeployment.from_flow(
            one,
            f"{one.name}-{pool}",  # those of serve have the bare names
            description=description(one),
            work_pool_name=pool,
            job_variables=here,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        form.apply()
    return [f"{one.name}-{pool}" for one in FLOWS]
