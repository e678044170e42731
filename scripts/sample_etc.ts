/**
 * The files below `etc/` of the sample root: APT's sources and settings, and a store definition.
 *
 * @module
 */

/** Path below the root -> text. */
export const SAMPLE_ETC: Readonly<Record<string, string>> = {
  "etc/apt/apt.conf.d/00architecture": `APT::Architecture "amd64";\n`,
  "etc/apt/sources.list.d/debian.sources": `Types: deb
URIs: http://mirror.example.org/debian
Suites: bookworm bookworm-updates bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`,
  "etc/apt/sources.list.d/container-apps.sources": `Types: deb
URIs: https://apt.container-apps.example/debian
Suites: stable
Components: main
Signed-By: /etc/apt/keyrings/container-apps.gpg
`,
  "etc/apt/sources.list.d/harbour-tools.list":
    "deb [trusted=yes] https://harbour-tools.example/apt ./\n",
  "etc/apt/preferences.d/cockpit-from-backports":
    `Package: cockpit*\nPin: release n=bookworm-backports\nPin-Priority: 900\n`,
  "etc/container-apps/stores/container-marine.yaml": `id: container-marine
name: Marine containers
description: Navigation, instruments and monitoring on board, in containers.
icon: /usr/share/icons/hicolor/scalable/apps/marine.svg

# Both must hold: from the container repository, and tagged for use on board.
filters:
  include_origins:
    - Container Apps
  include_tags:
    - field::marine

category_metadata:
  - id: navigation
    label: Navigation
    description: Charts, routes and tides.
    icon: compass
  - id: monitoring
    label: Monitoring
    description: Instruments, history and alarms.
    icon: chart-line
  - id: communication
    label: Communication
    description: AIS, radio and messages.
    icon: radio
`,
};
