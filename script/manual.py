"""Writes the manual page of a program from the description of its commands that the program itself gives."""

import argparse
import json
import pathlib
import subprocess
import sys

# What every command takes, told once; and the command that only prints help.
COMMON = {"help", "version", "json", "data"}
HIDDEN = {"help"}


def escaped(text):
    """Text as mdoc reads it: no line begins with a control character, and a backslash is one."""
    text = text.replace("\\", "\\e")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def word(text):
    """One argument of a macro, whose words mdoc would otherwise take for macros of its own."""
    return '"\\&' + escaped(text).replace('"', '\\(dq') + '"'


def option(argument):
    names = [("-" if name["kind"] == "short" else "--") + name["name"] for name in argument["names"]]
    # mdoc writes the first dash itself.
    flags = " , ".join("Fl " + word(name[1:]) for name in names)
    return flags if argument["kind"] == "flag" else f"{flags} Ar {word(argument['valueName'])}"


def usage(argument):
    dots = " ..." if argument["isRepeating"] else ""
    if argument["kind"] == "positional":
        text = f"Ar {word(argument['valueName'])}{dots}"
    else:
        text = option(argument) + dots
    return f".Op {text}" if argument["isOptional"] or argument.get("defaultValue") else f".{text}"


def explanation(argument):
    parts = [argument.get("abstract", ""), argument.get("discussion", "")]
    values = argument.get("allValues")
    if values and not all(value in parts[0] for value in values):
        parts.append(f"One of {', '.join(values)}.")
    if argument.get("defaultValue") not in (None, ""):
        parts.append(f"(Standard: {argument['defaultValue']})")
    return escaped(" ".join(part for part in parts if part).replace("\n", " "))


def entries(arguments):
    lines = [".Bl -tag -width Ds"]
    for argument in arguments:
        head = f"Ar {word(argument['valueName'])}" if argument["kind"] == "positional" else option(argument)
        lines += [f".It {head}", explanation(argument)]
    return lines + [".El"] if len(lines) > 1 else []


def name_of(argument):
    """An option's long name; nothing for a positional argument."""
    return argument.get("preferredName", {}).get("name")


def shown(command, common):
    return [a for a in command.get("arguments", []) if a["shouldDisplay"] and (name_of(a) in COMMON) == common]


def commands(command, path=()):
    """Every command that does something, with its words, as help lists them."""
    for child in command.get("subcommands", []):
        if child["shouldDisplay"] and child["commandName"] not in HIDDEN:
            words = (*path, child["commandName"])
            if not child.get("subcommands"):
                yield words, child, words[-1] == command.get("defaultSubcommand")
            yield from commands(child, words)


def paragraphs(text):
    return escaped(text.strip()).replace("\n\n", "\n.Pp\n").split("\n")


def page(root, version, others):
    name, found = root["commandName"], list(commands(root))
    lines = [".Dd", f".Dt {name.upper()} 1", f".Os Conversations {version}", ".Sh NAME", f".Nm {name}"]
    lines += [f".Nd {escaped(root['abstract'].rstrip('.'))}", ".Sh SYNOPSIS", f".Nm {name}", ".Ar command"]
    lines += [".Op Ar argument ...", ".Sh DESCRIPTION", *paragraphs(root.get("discussion", ""))]
    common = {name_of(a): a for _, command, _ in found for a in shown(command, True)}
    lines += [".Pp", "Options of every command:", *entries(common.values()), ".Sh COMMANDS"]
    for words, command, is_default in found:
        lines += [f".Ss {word(' '.join(words))}", ".Bd -ragged", f".Nm {name} {' '.join(word(w) for w in words)}"]
        lines += [*map(usage, shown(command, False)), ".Ed", ".Pp", *paragraphs(command["abstract"])]
        if is_default:
            lines.append(f"This is what {escaped(' '.join((name, *words[:-1])))} alone does.")
        if command.get("discussion"):
            lines += [".Pp", *paragraphs(command["discussion"])]
        lines += entries(shown(command, False))
    lines += [".Sh SEE ALSO", " ,\n".join(f".Xr {other} 1" for other in others)]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(prog="script/manual")
    parser.add_argument("folder", type=pathlib.Path, help="where the pages go")
    parser.add_argument("programs", type=pathlib.Path, nargs="+", help="the programs")
    options = parser.parse_args()
    names = [program.name for program in options.programs]
    for program in options.programs:
        def printed(argument):
            return subprocess.run([program, argument], stdout=subprocess.PIPE, check=True, text=True).stdout

        description = json.loads(printed("--experimental-dump-help"))["command"]
        text = page(description, printed("--version").strip(), [name for name in names if name != program.name])
        (options.folder / f"{program.name}.1").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
