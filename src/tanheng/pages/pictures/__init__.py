"""Pictures drawn by the server as SVG: the layout is pure and exact, the drawing needs no script and no style sheet, so that the same
bytes stand in a page under a strict content policy, in a file and on paper.
"""
