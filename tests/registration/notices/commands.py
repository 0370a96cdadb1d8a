"""`tanheng notices`: how many notices there are."""

import click

from tanheng.engine.text import Text

COUNT = Text("共有 {count} 条通知。", "There are {count} notices.")


@click.command()
def notices(*, lang: str) -> None:
    """Count the notices. 统计通知。"""
    from tanheng.apps.notices.models import Notice

    click.echo(COUNT.filled(count=str(Notice.objects.count())).in_(lang))
