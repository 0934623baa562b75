"""The whole run: transcripts in, white paper out."""

from __future__ import annotations

from typing import Literal

from prefect import flow

from flows import places, remote
from flows.assemble import assemble
from flows.cluster import on
from flows.extract import extract
from flows.ingest import ingest
from flows.publishing import Published
from flows.stopping import without_words

Language = Literal["en", "fr", "de"]
Format = Literal["docx", "pdf", "html"]


@flow(name="white-paper", persist_result=False)
def white_paper(
    study: str = "",
    outputs: str = "",
    languages: tuple[Language, ...] = (),
    formats: tuple[Format, ...] = ("docx", "pdf", "html"),
    cluster: str = "",
) -> Published:
    """Write the white paper of a study.

    Args:
        study: a folder, its URL, or the name of one under inputs; empty for the only one there is.
        outputs: the folder to collect documents in, or its URL; empty for outputs.
        languages: of the papers; none for those that the study asks for.
        formats: of the documents.
        cluster: the address of a Dask scheduler whose machines see these folders too; empty for
            this machine.
    """
    with without_words(), remote.at_hand(places.find(study, outputs)):
        spread = bool(cluster)
        transcripts = on(cluster, ingest)(study, outputs, spread=spread)
        codings = on(cluster, extract)(study, outputs, transcripts, spread=spread)
        return assemble(study, outputs, (transcripts, codings), languages, formats)
