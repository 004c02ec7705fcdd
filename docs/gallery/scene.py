"""One picture of a gallery before it is one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """A page of HTML; ``name`` becomes the file's, ``title`` what stands above it in the index."""

    name: str
    title: str
    html: str
    width: int
