#!/usr/bin/env python3
"""Check the proof of one figure (`tanheng proof`) with Python's standard library alone.

    check_proof.py PROOF.json --key KEY           KEY: the file signing-key.pub of whoever made the proof, or a line of it
    check_proof.py PROOF.json --checkpoint FILE   a checkpoint of its journal that was kept (`tanheng proof --anchor` proves up to it)
    check_proof.py PROOF.json --root SIZE ROOT    as printed on a report: number of events, root in base64

It prints the figure and what the journal says of it, and ends with 0; where anything does not hold, it says what and ends with 1.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def need(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf(content):
    return hashlib.sha256(b"\0" + content).digest()


def root_of(node, index, size, path):
    """The root of the tree (RFC 6962) to which a leaf and its siblings lead."""
    need(0 <= index < size, "a place outside of its tree")
    siblings, last = [bytes.fromhex(one) for one in path], size - 1
    while last:
        if index & 1 or index == last:
            need(siblings, "a path that is too short")
            node = hashlib.sha256(b"\1" + siblings.pop(0) + node).digest()
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            need(siblings, "a path that is too short")
            node = hashlib.sha256(b"\1" + node + siblings.pop(0)).digest()
        index, last = index >> 1, last >> 1
    need(not siblings, "a path that is too long")
    return node


def added(p, q):
    """Sum of two points of edwards25519 (X, Y, Z, T)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = added(found, point)
        point, number = added(point, point), number >> 1
    return found


def point_of(content):
    """The point in its 32 bytes (RFC 8032)."""
    y = int.from_bytes(content, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    need(y < P and not (x * x - square) % P and (x or not sign), "a key or signature that is no point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def signed(key, message, signature):
    """Whether an Ed25519 signature holds."""
    number = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or number >= ORDER:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    base = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    left, right = times(number, base), added(point_of(signature[:32]), times(hashed, point_of(key)))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def check_signature(note, words):
    """A signed note (C2SP) and words of keys, of which one is enough: name+id+base64."""
    text, _, below = note.rpartition("\n\n")
    for word in words:
        name, number, content = [*word.split("+", 2), "", ""][:3]
        key = base64.b64decode(content + "==")
        need(len(key) == 33 and key[0] == 1, f"{word} is no Ed25519 key, name+id+base64, and no file with one")
        need(hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex() == number, "the id of the key")
        for line in below.split("\n"):
            found = base64.b64decode(line.rpartition(" ")[2]) if line.startswith(f"— {name} ") else b""
            if found[:4].hex() == number and signed(key[1:], (text + "\n").encode(), found[4:]):
                return
    need(False, "the head is not signed by this key")


def check(proof):
    """From the figure up to the head that the checkpoint names; that head."""
    need(proof.get("tanheng") == "proof/1", "the shape is not proof/1")
    event = proof["event"]
    for fact in proof["facts"]:
        kind = fact["kind"]
        root = root_of(leaf(canonical(fact["document"])), fact["index"], fact["size"], fact["path"])
        need(root.hex() == kind["root"], f"the document of {kind['what']}")
        root = root_of(leaf(canonical(kind)), fact["kind_index"], fact["kinds"], fact["kind_path"])
        need(root.hex() == event["record"]["facts"], f"{kind['what']} is not what the event sealed")
    value = {name: proof["facts"][0]["document"][name] for name in proof["value"]}
    need(value == proof["value"], "the figure is not that of its document")
    hashed = canonical({"previous_hash": event["previous_hash"], "record": event["record"]})
    name = "sha256:" + hashlib.sha256(hashed).hexdigest()
    root = root_of(leaf(name.encode()), event["record"]["sequence"] - 1, event["size"], event["path"])
    lines = proof["checkpoint"].split("\n")
    need(lines[1] == str(event["size"]) and lines[2] == base64.b64encode(root).decode(), "the event is not in the journal of the head")
    return lines[1], lines[2]


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("proof")
    words.add_argument("--key")
    words.add_argument("--checkpoint", metavar="FILE")
    words.add_argument("--root", nargs=2, metavar=("SIZE", "ROOT"))
    asked = words.parse_args()
    if not (asked.key or asked.root or asked.checkpoint):
        words.error("give what the head is held against: --key, --checkpoint or --root")
    proof = json.loads(Path(asked.proof).read_text("utf-8"))
    head = check(proof)
    if asked.key:
        check_signature(proof["checkpoint"], (Path(asked.key).read_text("utf-8") if Path(asked.key).is_file() else asked.key).split())
    kept = asked.root or (Path(asked.checkpoint).read_text("utf-8").split("\n")[1:3] if asked.checkpoint else head)
    need(tuple(kept) == head, "the head is another than the one that was kept")
    print(json.dumps({"holds": True, "value": proof["value"], "event": proof["event"]["record"]}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
