"""From files to candidates, one source after the other; what cannot be read says why."""

from clinicdesk.errors import Refused
from clinicdesk.exchange.candidates import Reading
from clinicdesk.exchange.fhir import read_bundle, read_lines
from clinicdesk.exchange.files import Source, content_of, lines_of


def read_source(source: Source) -> Reading:
    """What a source holds. Never raises Refused: the reading carries the reasons."""
    try:
        if source.of_lines:
            return read_lines(map(lines_of, source.files), source.name)
        return read_bundle(content_of(source.files[0]), source.name)
    except Refused as refusal:
        return Reading(source.name, objections=refusal.reasons)
