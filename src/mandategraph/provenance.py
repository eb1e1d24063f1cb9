"""How an edition was made, in the terms of PROV-O: by which program, from which file, rules and authorities."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pyoxigraph as ox

from mandategraph.errors import MandategraphError
from mandategraph.terms import digest, iri, mg, term

__all__ = ["Making", "source_date"]

_A = term("rdf:type")


@dataclass(frozen=True, slots=True)
class Making:
    """What a build was done with.

    :param version: of mandategraph.
    :param rules: a hash of all rules and word lists.
    :param authorities: a hash of all authority files.
    :param when: date and time, or None: the same build then gives the same bytes at any time.
    """

    version: str
    rules: str
    authorities: str
    when: datetime | None = None

    def statements(self, edition: ox.NamedNode, sha256: str, base_iri: str) -> Iterator[str]:
        """How one edition was made, as statements of its graph.

        :param edition: the edition.
        :param sha256: of its file.
        :param base_iri: what ids are relative to.
        """
        build = iri("build/" + digest((edition.value, sha256, self.version, self.rules, self.authorities)), base_iri)
        program = iri(f"software/mandategraph-{self.version}", base_iri)
        file = iri(f"file/{sha256[:16]}", base_iri)
        triples = [
            ox.Triple(edition, term("prov:wasGeneratedBy"), build),
            ox.Triple(edition, term("prov:wasDerivedFrom"), file),
            ox.Triple(build, _A, term("prov:Activity")),
            ox.Triple(build, term("prov:wasAssociatedWith"), program),
            ox.Triple(build, term("prov:used"), file),
            ox.Triple(file, _A, term("prov:Entity")),
            ox.Triple(file, mg("sha256"), ox.Literal(sha256)),
            ox.Triple(program, _A, term("prov:SoftwareAgent")),
            ox.Triple(program, term("schema:softwareVersion"), ox.Literal(self.version)),
        ]
        for name, held in (("rules", self.rules), ("authorities", self.authorities)):
            data = iri(f"{name}/{held[:16]}", base_iri)
            triples += [
                ox.Triple(build, term("prov:used"), data),
                ox.Triple(data, _A, term("prov:Entity")),
                ox.Triple(data, mg("sha256"), ox.Literal(held)),
            ]
        if self.when is not None:
            stamp = ox.Literal(self.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=term("xsd:dateTime"))
            triples.append(ox.Triple(build, term("prov:endedAtTime"), stamp))
        for triple in triples:
            yield str(triple)


def source_date(environment: Mapping[str, str] = os.environ) -> datetime | None:
    """The time that ``SOURCE_DATE_EPOCH`` gives, so that a build can be dated and repeated all the same.

    :param environment: where the variable is looked for.
    :raises MandategraphError: when it is no number of seconds.

    >>> source_date({"SOURCE_DATE_EPOCH": "86400"}).isoformat()
    '1970-01-02T00:00:00+00:00'
    """
    given = environment.get("SOURCE_DATE_EPOCH", "").strip()
    if not given:
        return None
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise MandategraphError(f"SOURCE_DATE_EPOCH is {given!r}: a whole number of seconds since 1970 is needed") from error
