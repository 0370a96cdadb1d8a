"""What makes two requests the same: both doors take a write that is sent again for the one of before by it."""

from django.http import HttpRequest

from tanheng.seal.canonical import sha256_of, sha256_of_bytes
from tanheng.store.contents import sha256_of_chunks

NOT_SAID = {"csrfmiddlewaretoken"}  # a guard of the page, not a word of its reader


def request_hash(request: HttpRequest) -> str:
    """Method, address, fields and files: what makes two requests the same."""
    files = []
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            file.seek(0)
            files.append([name, file.name or "", sha256_of_chunks(file.chunks())])
            file.seek(0)
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_SAID}
    parts = (request.content_type or "").startswith("multipart/")  # read by now, and empty where it had neither fields nor files
    body = "" if parts or request.POST or request.FILES else sha256_of_bytes(request.body)
    return sha256_of({"method": request.method, "path": request.get_full_path(), "fields": fields, "files": files, "body": body})
