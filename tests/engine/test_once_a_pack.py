"""What is said of a pack once is found once, and anew for a pack that was changed."""

from dataclasses import replace

from tanheng.engine.loading import build_pack
from tanheng.engine.once_a_pack import once_a_pack
from tanheng.engine.pack import Pack
from tests.engine.toy_pack import toy_parts


def test_a_changed_pack_is_asked_anew():
    asked: list[int] = []

    @once_a_pack
    def checks(pack: Pack) -> int:
        asked.append(len(pack.checks))
        return len(pack.checks)

    pack = build_pack(toy_parts())
    other = replace(pack, checks=())
    assert [checks(pack), checks(pack), checks(other), checks(other)] == [len(pack.checks), len(pack.checks), 0, 0]
    assert len(asked) == 2
