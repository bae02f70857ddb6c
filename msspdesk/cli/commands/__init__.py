"""One module a command, each with `run(options, clock) -> Answer`.

They import their services at the top and are themselves imported when asked for,
so that the window's start pays for none of them.
"""
