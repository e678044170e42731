#!/usr/bin/python3
# -*- coding: utf-8 -*-
"""The questions that storectl answers, asked the usual way: with python-apt.

    python_queries.py section SECTION... | installed | upgradable | repositories [SECTION...]
                      | sections | details NAME | search WORD | tag TAG...
                      | origin-tag ORIGIN TAG... | everything

Written to be quick: stanzas are read only where the answer needs them, and in the order of
the file, because each step backwards in a compressed list decompresses it from its start.
"""

import json
import sys

import apt
import apt_pkg

LIMIT = 100


def versions(cache):
    """(package, candidate or installed version) of every row."""
    for pkg in cache:
        version = pkg.candidate or pkg.installed
        if version is not None:
            yield pkg, version


def in_file_order(rows):
    """The rows, ordered by where their stanzas stand."""
    def place(row):
        file, index = row[1]._cand.file_list[0]
        return file.id, index
    return sorted(rows, key=place)


def has_tag(version, wanted):
    tags = version.record.get("Tag", "")
    return any(tag.strip() in wanted for tag in tags.split(","))


def show(rows):
    """Prints the first rows by name, and how many there are."""
    rows = sorted(rows, key=lambda row: row[0].name)
    texts = {}
    for pkg, version in in_file_order(rows[:LIMIT]):
        texts[pkg.id] = version.summary
    print(json.dumps({"totalCount": len(rows), "packages": [
        {"name": pkg.shortname, "architecture": pkg.architecture(),
         "version": pkg.candidate.version if pkg.candidate else None,
         "installedVersion": pkg.installed.version if pkg.installed else None,
         "upgradable": pkg.is_upgradable, "section": version.section,
         "summary": texts[pkg.id]} for pkg, version in rows[:LIMIT]]}))


def in_sections(version, words):
    return version.section in words or version.section.rpartition("/")[2] in words


def sections(cache):
    seen = {}
    for _pkg, version in versions(cache):
        seen[version.section] = seen.get(version.section, 0) + 1
    print(json.dumps([{"name": name, "count": seen[name]} for name in sorted(seen)]))


RELATIONS = ("Depends", "PreDepends", "Recommends", "Suggests", "Enhances", "Breaks", "Conflicts",
             "Replaces", "Obsoletes")


def details(cache, name):
    pkg = cache[name]
    version = pkg.candidate or pkg.installed
    tags = version.record.get("Tag", "").replace("\n", "").split(", ")
    print(json.dumps({
        "name": pkg.shortname, "architecture": pkg.architecture(),
        "installedVersion": pkg.installed.version if pkg.installed else None,
        "version": version.version, "upgradable": pkg.is_upgradable,
        "section": version.section, "summary": version.summary,
        "description": version.description, "maintainer": version.record.get("Maintainer"),
        "homepage": version.homepage, "size": version.size,
        "installedSize": version.installed_size, "auto": pkg.is_auto_installed,
        "essential": pkg.essential, "multiArch": version._cand.multi_arch,
        "source": version.source_name, "sourceVersion": version.source_version,
        "relations": {kind: [str(one) for one in version.get_dependencies(kind)]
                      for kind in RELATIONS},
        "provides": version.provides, "tags": tags,
        "categories": [tag for tag in tags if tag.startswith("category::")],
        "versions": [{"version": one.version, "priority": one.policy_priority,
                      "repositories": [{"origin": o.origin, "label": o.label, "suite": o.archive,
                                        "codename": o.codename, "component": o.component,
                                        "site": o.site, "trusted": o.trusted}
                                       for o in one.origins]}
                     for one in pkg.versions],
        "files": pkg.installed_files}))


def repositories(cache, words):
    seen = {}
    for pkg in cache:
        if pkg.candidate and (not words or in_sections(pkg.candidate, words)):
            for key in {(o.origin, o.archive) for o in pkg.candidate.origins if o.archive != "now"}:
                seen[key] = seen.get(key, 0) + 1
    print(json.dumps([{"origin": o, "suite": s, "packageCount": n}
                      for (o, s), n in sorted(seen.items())]))


def everything(cache):
    for pkg, version in in_file_order(versions(cache)):
        print(json.dumps({
            "name": pkg.shortname, "architecture": pkg.architecture(),
            "version": pkg.candidate.version if pkg.candidate else None,
            "installedVersion": pkg.installed.version if pkg.installed else None,
            "upgradable": pkg.is_upgradable, "section": version.section,
            "summary": version.summary,
            "repositories": [(o.origin, o.archive) for o in version.origins]}))


def main(kind, *words):
    apt_pkg.config.set("Acquire::Languages", "none")
    cache = apt.Cache()
    if kind == "section":
        show([(p, v) for p, v in versions(cache)
              if in_sections(v, words)])
    elif kind == "installed":
        show([(p, v) for p, v in versions(cache) if p.is_installed])
    elif kind == "upgradable":
        show([(p, v) for p, v in versions(cache) if p.is_upgradable])
    elif kind == "repositories":
        repositories(cache, words)
    elif kind == "sections":
        sections(cache)
    elif kind == "details":
        details(cache, words[0])
    elif kind == "search":
        word = words[0].lower()
        show([(p, v) for p, v in in_file_order(versions(cache))
              if word in p.shortname or word in v.summary.lower()])
    elif kind == "tag":
        show([(p, v) for p, v in in_file_order(versions(cache)) if has_tag(v, words)])
    elif kind == "origin-tag":
        show([(p, v) for p, v in in_file_order(versions(cache))
              if any(o.origin == words[0] for o in v.origins) and has_tag(v, words[1:])])
    elif kind == "everything":
        everything(cache)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
