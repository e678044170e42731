/**
 * What `make_sample_root.ts` puts into the sample root: names of real packages, and made-up ones.
 *
 * @module
 */

/** A package of a third-party repository that is made up. */
export interface SampleApp {
  /** Package name. */
  readonly name: string;
  /** Version. */
  readonly version: string;
  /** Section. */
  readonly section: string;
  /** `all` unless given. */
  readonly architecture?: string;
  /** Depends field. */
  readonly depends?: string;
  /** Debtags. */
  readonly tags: readonly string[];
  /** First line of the description. */
  readonly summary: string;
  /** Further lines of it, without their indent. */
  readonly description: readonly string[];
}

/** Installed by hand on the sample machine; what they need comes with them. */
export const SAMPLE_TOOLS: readonly string[] =
  ("gcc make git vim curl wget python3 openssh-server openssh-client sudo htop rsync tmux jq ca-certificates tzdata gpsd " +
    "cockpit-ws cockpit-bridge cockpit-system git-lfs ripgrep strace pkg-config less man-db locales")
    .split(" ");

/** Always in the sample: what people look for, and what the shipped store definitions name. */
export const SAMPLE_NAMES: readonly string[] =
  ("xygrib navit qmapshack viking foxtrotgps gpsbabel marble gpsprune xastir direwolf gnuais chirp gpredict libgps28 " +
    "gpsd-tools kismet rtl-sdr dump1090-mutability mosquitto mosquitto-clients influxdb nginx nginx-common apache2 docker.io " +
    "docker-compose podman-compose buildah skopeo nodejs npm golang-go rustc cargo default-jdk ruby php perl emacs neovim nano " +
    "geany codeblocks meson ninja-build gcc g++ clang llvm lldb valgrind ccache autoconf automake libtool git-lfs git-gui gitk " +
    "subversion mercurial tig cockpit-podman cockpit-machines cockpit-storaged cockpit-packagekit postgresql postgresql-client " +
    "sqlite3 redis-server mariadb-server libpq5 python3-numpy python3-scipy python3-pandas python3-matplotlib python3-requests " +
    "python3-flask python3-django python3-pytest jupyter-notebook octave r-base gnuplot maxima wxmaxima gimp inkscape blender " +
    "vlc mpv ffmpeg audacity libreoffice firefox-esr chromium thunderbird wireshark nmap tcpdump mtr-tiny iperf3 wireguard " +
    "openvpn fail2ban ufw samba nfs-kernel-server borgbackup restic zfsutils-linux mdadm smartmontools lm-sensors prometheus " +
    "prometheus-node-exporter collectd munin ansible vagrant qemu-system-x86 virt-manager stellarium kstars supertux 0ad nethack-console " +
    "gnuchess minetest qgis grass gdal-bin proj-bin openbabel pymol avogadro paraview")
    .split(" ");

/** Sections that are filled up, with the number of packages for each. */
export const SAMPLE_SECTIONS: Readonly<Record<string, number>> = {
  devel: 120,
  libdevel: 40,
  net: 110,
  science: 90,
  games: 110,
  libs: 120,
  python: 90,
  vcs: 45,
  admin: 80,
  utils: 90,
  web: 60,
  misc: 40,
  graphics: 30,
  sound: 30,
  video: 20,
  electronics: 20,
  hamradio: 30,
  database: 20,
  editors: 20,
  httpd: 10,
  interpreters: 20,
  math: 20,
};

/** Packages with a newer version in backports. */
export const SAMPLE_BACKPORTS: readonly string[] =
  ("git git-lfs cockpit cockpit-bridge cockpit-system cockpit-ws cockpit-podman cockpit-machines podman buildah skopeo golang-go nodejs gpsd " +
    "gpsd-clients libgps28 restic borgbackup meson cmake ripgrep yt-dlp gdal-bin qgis wireguard prometheus ansible")
    .split(" ");

/** The repository of container applications. */
export const SAMPLE_APPS: readonly SampleApp[] = [
  app(
    "signalk-server-container",
    "2.14.0-1",
    "net",
    "navigation communication",
    true,
    "Signal K server: the data hub of a boat",
    [
      "Collects NMEA 0183, NMEA 2000 and sensor data and offers them to every",
      "application on board through one open data model.",
    ],
  ),
  app(
    "opencpn-container",
    "5.10.2-2",
    "misc",
    "navigation",
    true,
    "OpenCPN chart plotter in the browser",
    [
      "Plans routes and follows them on raster and vector charts, with AIS targets",
      "and tides, reached from any tablet on board.",
    ],
  ),
  app(
    "avnav-container",
    "20250822-1",
    "misc",
    "navigation",
    true,
    "AvNav: charts and instruments for touch screens",
    [
      "A chart plotter made for small computers and tablets in the cockpit.",
    ],
  ),
  app(
    "kip-container",
    "4.0.1-1",
    "web",
    "monitoring",
    true,
    "KIP: marine instrument panel for Signal K",
    [
      "Gauges, wind and historical charts that run in every browser on board.",
    ],
  ),
  app(
    "tides-container",
    "1.3.0-1",
    "science",
    "navigation",
    true,
    "tide and current predictions without a network",
    [
      "Predicts heights and streams from harmonic constants.",
    ],
  ),
  app(
    "ais-catcher-container",
    "0.64-1",
    "hamradio",
    "communication",
    true,
    "AIS receiver for RTL-SDR sticks",
    [
      "Decodes AIS on both channels and forwards the targets over the network.",
    ],
  ),
  app(
    "grafana-container",
    "11.3.0-1",
    "web",
    "monitoring",
    true,
    "Grafana dashboards for instruments and engines",
    [
      "Shows what InfluxDB stored as charts, and warns when a value leaves its",
      "range.",
      ".",
      "Comes with dashboards for:",
      " * batteries and solar chargers",
      " * wind, depth and speed",
    ],
  ),
  app(
    "influxdb-container",
    "2.7.10-1",
    "database",
    "monitoring",
    true,
    "InfluxDB time series database",
    [
      "Stores what Signal K collects, for months.",
    ],
  ),
  app(
    "weather-router-container",
    "0.9.2-1",
    "science",
    "navigation",
    true,
    "weather routing with GRIB files",
    [
      "Finds the fastest route for a boat's polar diagram.",
    ],
  ),
  app(
    "radio-log-container",
    "1.0.4-1",
    "hamradio",
    "communication",
    true,
    "log book of VHF and SSB radio traffic",
    [
      "Keeps who called whom, when and on which channel.",
    ],
  ),
  app(
    "nodered-container",
    "4.0.5-1",
    "web",
    "automation",
    false,
    "Node-RED: flows between devices and services",
    [
      "Wires hardware, interfaces and services together in the browser.",
    ],
  ),
  app(
    "homeassistant-container",
    "2026.10.3-1",
    "web",
    "automation",
    false,
    "Home Assistant: automation at home",
    [
      "Puts local control and privacy first.",
    ],
  ),
  app(
    "mosquitto-container",
    "2.0.20-1",
    "net",
    "communication",
    false,
    "Mosquitto MQTT broker",
    ["A small broker for sensors and actors."],
  ),
  app(
    "jellyfin-container",
    "10.10.1-1",
    "video",
    "media",
    false,
    "Jellyfin media server",
    ["Streams films and music to every screen."],
  ),
  app(
    "nextcloud-container",
    "30.0.2-1",
    "web",
    "office",
    false,
    "Nextcloud: files, calendars and contacts",
    [
      "Keeps files and calendars on your own machine.",
    ],
  ),
  app(
    "pihole-container",
    "2026.08.0-1",
    "net",
    "network",
    false,
    "Pi-hole: a name server that blocks advertisements",
    [
      "Answers names for the whole network and leaves out what tracks it.",
    ],
  ),
  app(
    "vaultwarden-container",
    "1.32.5-1",
    "web",
    "office",
    false,
    "Vaultwarden password server",
    ["Speaks the protocol of Bitwarden's clients."],
  ),
  app(
    "uptime-kuma-container",
    "1.23.15-1",
    "web",
    "monitoring",
    false,
    "Uptime Kuma: watches hosts and services",
    [
      "Asks every minute and tells you when something does not answer.",
    ],
  ),
];

/** A flat repository of another publisher: tagged for the sea as well, but not from Container Apps. */
export const SAMPLE_FLAT: readonly SampleApp[] = [
  {
    name: "harbour-pilot",
    version: "0.4.1",
    section: "misc",
    architecture: "amd64",
    depends: "libc6 (>= 2.36), gpsd",
    tags: [
      "category::navigation",
      "field::marine",
      "interface::graphical",
      "role::program",
    ],
    summary: "pilot book of small harbours",
    description: [
      "Shows depths, moorings and services of harbours, also without a network.",
    ],
  },
  {
    name: "tide-clock",
    version: "1.2",
    section: "utils",
    tags: ["category::navigation", "field::marine", "role::program"],
    summary: "clock that shows the tide",
    description: ["One hand, twelve hours and twenty-five minutes."],
  },
];

/** A container application. */
function app(
  name: string,
  version: string,
  section: string,
  categories: string,
  marine: boolean,
  summary: string,
  description: readonly string[],
): SampleApp {
  const tags = [
    ...categories.split(" ").map((category) => `category::${category}`),
    ...(marine ? ["field::marine"] : []),
    "interface::web",
    "role::container-app",
  ];
  return {
    name,
    version,
    section,
    depends: "podman | docker.io",
    tags,
    summary,
    description,
  };
}
