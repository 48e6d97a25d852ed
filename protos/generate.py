#!/usr/bin/env python3
"""Writes the .proto files of the Spark Connect protocol from a JSON list of its messages, fields, numbers, enums and services.

usage: protos/generate.py connect-protocol.json
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent


def type_name(name, package):
    """A field's type as the file spells it: names of the own package lose its prefix."""
    if name.startswith("map<"):
        key, value = name[4:-1].split(",", 1)
        return f"map<{key}, {type_name(value.strip(), package)}>"
    return name[len(package) + 1:] if name.startswith(package + ".") else name


def write_message(message, children, enums, package, out, indent):
    pad = "  " * indent
    out.append(f"{pad}message {message['name'].rsplit('.', 1)[1]} {{")
    for child in children.get(message["name"], []):
        write_message(child, children, enums, package, out, indent + 1)
    for enum in enums.get(message["name"], []):
        write_enum(enum, out, indent + 1)
    written = set()
    for field in message["fields"]:
        oneof = field.get("oneof")
        if oneof in written:
            continue
        if oneof:
            written.add(oneof)
            out.append(f"{pad}  oneof {oneof} {{")
            for member in (f for f in message["fields"] if f.get("oneof") == oneof):
                out.append(f"{pad}    {type_name(member['type'], package)} {member['name']} = {member['number']};")
            out.append(f"{pad}  }}")
        else:
            label = "repeated " if field.get("repeated") else "optional " if field.get("optional") else ""
            out.append(f"{pad}  {label}{type_name(field['type'], package)} {field['name']} = {field['number']};")
    out.append(f"{pad}}}")


def write_enum(enum, out, indent):
    pad = "  " * indent
    out.append(f"{pad}enum {enum['name'].rsplit('.', 1)[1]} {{")
    for name, number in sorted(enum["values"].items(), key=lambda v: v[1]):
        out.append(f"{pad}  {name} = {number};")
    out.append(f"{pad}}}")


def write_file(file, target):
    package = file["package"]
    names = {m["name"] for m in file["messages"]}
    parent = lambda name: name.rsplit(".", 1)[0]
    children, enums = {}, {}
    for message in file["messages"]:
        if parent(message["name"]) in names:
            children.setdefault(parent(message["name"]), []).append(message)
    for enum in file["enums"]:
        enums.setdefault(parent(enum["name"]), []).append(enum)
    out = ["// Written by protos/generate.py.", 'syntax = "proto3";', "", f"package {package};", ""]
    out += [f'import "{i}";' for i in file["imports"]]
    out += ["", 'option csharp_namespace = "Firesteel.Connect.Messages";']
    for message in file["messages"]:
        if parent(message["name"]) == package:
            out.append("")
            write_message(message, children, enums, package, out, 0)
    for enum in enums.get(package, []):
        out.append("")
        write_enum(enum, out, 0)
    for service in file["services"]:
        out += ["", f"service {service['name'].rsplit('.', 1)[1]} {{"]
        for method in service["methods"]:
            stream = lambda side: "stream " if method[f"{side}_streaming"] else ""
            out.append(f"  rpc {method['name']}({stream('client')}{type_name(method['input'], package)}) returns ({stream('server')}{type_name(method['output'], package)});")
        out.append("}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(out) + "\n")


for file in json.load(open(sys.argv[1])):
    if "example_plugins" not in file["file"]:
        write_file(file, HERE / file["file"])
