"""How does a cluster of real OpenSearch nodes run on this machine, for tests and for figures?

    python -m benchmarks.opensearch_nodes start [--nodes 2] [--port 9200] [--name bench]
    python -m benchmarks.opensearch_nodes status | stop | kill 2 | restart 2 | pause 2 | resume 2 | fetch

`start` prints where the nodes answer, as an address for Dateline wants it (`opensearch://host:port,host:port`).
A cluster is a folder below `opensearch_server.cache()`: each node has its settings, data, logs and process id
there, so that another process can stop it. Without `--port` the ports are free ones. Node 1 alone manages the
cluster: it must live, any other may be killed (of two managers each would be one too many to lose).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from benchmarks.opensearch_server import MissingServer, cache, java_home, server

__all__ = ["Nodes", "NodesFailed", "main"]

HEAP: Final = "512m"
_PATIENCE_S: Final = 180.0
_STOPPING_S: Final = 30.0
_HOST: Final = "127.0.0.1"
_SETTINGS: Final = """\
cluster.name: {cluster}
node.name: node{number}
node.roles: [{roles}]
path.data: {folder}/data
path.logs: {folder}/logs
path.repo: {folder}/../snapshots
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [node1]
action.destructive_requires_name: true
# The disk of a test machine is shared: no index turns read-only because something else filled it.
cluster.routing.allocation.disk.threshold_enabled: false
# Shards of a node that was killed are back quickly.
cluster.routing.allocation.node_concurrent_recoveries: 8
cluster.routing.allocation.node_initial_primaries_recoveries: 16
indices.recovery.max_bytes_per_sec: 200mb
"""


class NodesFailed(RuntimeError):
    """A node did not start, or not in time: the message ends with what it said last."""


class Nodes:
    """A cluster of nodes, kept in a folder; entered, it is started, and stopped and removed at the end.

    `settings` are further lines of opensearch.yml for each node. Numbers of nodes begin at 1.
    """

    def __init__(self, folder: Path, *, ports: Sequence[tuple[int, int]], heap: str = HEAP) -> None:
        self.folder = folder
        self.ports = tuple(ports)  # of HTTP and of transport, of each node
        self.heap = heap
        self.settings: Mapping[str, str] = {}
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._guard: subprocess.Popen[bytes] | None = None

    @classmethod
    def new(cls, name: str, count: int = 2, *, port: int | None = None, heap: str = HEAP) -> Nodes:
        """A cluster that does not run yet, on free ports, or from `port` on (transport 1,000 above)."""
        ports = [(port + n, port + 1000 + n) for n in range(count)] if port else _free_ports(count)
        return cls(cache() / "clusters" / name, ports=ports, heap=heap)

    @classmethod
    def known(cls, name: str) -> Nodes:
        """The cluster that was started by this name. NodesFailed where there is none."""
        folder = cache() / "clusters" / name
        try:
            told = json.loads((folder / "cluster.json").read_text())
        except FileNotFoundError:
            raise NodesFailed(f"no cluster {name!r} was started in {folder.parent}") from None
        return cls(folder, ports=[(http, transport) for http, transport in told["ports"]], heap=told["heap"])

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where each node answers: `127.0.0.1:9200`."""
        return tuple(f"{_HOST}:{http}" for http, _ in self.ports)

    @property
    def url(self) -> str:
        """The beginning of an address of Dateline: a slash and a name are to follow."""
        return f"opensearch://{','.join(self.hosts)}"

    def __enter__(self) -> Nodes:
        self._guard = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.opensearch_nodes", "guard", "--name", self.folder.name],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd=Path(__file__).resolve().parent.parent,
        )
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.close()
            self._guard.wait()

    def start(self, timeout: float = _PATIENCE_S) -> None:
        """Start every node that does not run, and wait until all of them are one cluster."""
        for number in range(1, len(self.ports) + 1):
            self._begin(number)
        self.wait(timeout)

    def wait(self, timeout: float = _PATIENCE_S) -> None:
        """Wait until all nodes are one cluster and every shard answers; NodesFailed when one has died."""
        until = time.monotonic() + timeout
        count = len(self.ports)
        while True:
            for number in range(1, count + 1):
                if self.pid(number) is None:
                    raise NodesFailed(f"node {number} died: {self._said(number)}")
            path = f"/_cluster/health?wait_for_nodes={count}&wait_for_status=yellow&timeout=2s"
            if self.ask(path).get("timed_out") is False:
                return
            if time.monotonic() > until:
                raise NodesFailed(f"not one cluster after {timeout:.0f} s: {self._said(1)}")
            time.sleep(0.2)

    def ask(self, path: str, *, node: int = 1, timeout: float = 5.0) -> dict[str, Any]:
        """The answer of a node to a GET; empty when it gives none."""
        try:
            with urllib.request.urlopen(f"http://{self.hosts[node - 1]}{path}", timeout=timeout) as reply:
                answer: dict[str, Any] = json.load(reply)
                return answer
        except (OSError, ValueError):
            return {}

    def stop(self) -> None:
        """Stop every node of the cluster, by its process id, and wait until it is gone."""
        for signum in (signal.SIGCONT, signal.SIGTERM):
            for number in range(1, len(self.ports) + 1):
                self._send(number, signum)
        until = time.monotonic() + _STOPPING_S
        for number in range(1, len(self.ports) + 1):
            while self.pid(number) is not None and time.monotonic() < until:
                time.sleep(0.05)
            self.kill(number)

    def kill(self, number: int) -> None:
        """`kill -9` a node, and wait until it is gone."""
        self._send(number, signal.SIGKILL)
        while self.pid(number) is not None:
            time.sleep(0.01)
        (self._node(number) / "pid").unlink(missing_ok=True)

    def restart(self, number: int) -> None:
        """Start a node again on its own data, and wait until it is back."""
        self._begin(number)
        self.wait()

    def pause(self, number: int) -> None:
        """A node that neither answers nor closes its connections."""
        self._send(number, signal.SIGSTOP)

    def resume(self, number: int) -> None:
        """Let a node that was paused go on."""
        self._send(number, signal.SIGCONT)

    def pid(self, number: int) -> int | None:
        """The process id of a node that runs."""
        child = self._children.get(number)
        if child is not None:
            return child.pid if child.poll() is None else None
        try:
            pid = int((self._node(number) / "pid").read_text())
        except (FileNotFoundError, ValueError):
            return None
        # The number may be that of another process by now: a node has its folder in its command.
        ran = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
        return pid if str(self._node(number)) in ran.stdout else None

    def _node(self, number: int) -> Path:
        return self.folder / f"node{number}"

    def _send(self, number: int, signum: signal.Signals) -> None:
        pid = self.pid(number)
        if pid is not None:
            os.kill(pid, signum)

    def _said(self, number: int) -> str:
        try:
            lines = (self._node(number) / "logs" / "start.log").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return "it said nothing"
        return " | ".join(
            [line for line in lines if re.search("ERROR|Exception|WARN", line)][-3:] or lines[-3:]
        )

    def _begin(self, number: int) -> None:
        if self.pid(number) is not None:
            return
        home = server()
        node = self._node(number)
        self._prepare(number, home)
        as_nobody: dict[str, Any] = {}
        if os.getuid() == 0:
            as_nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            for path in (node, *node.rglob("*"), self.folder / "snapshots"):
                shutil.chown(path, "nobody", "nogroup")
        environment = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
        environment |= {
            "OPENSEARCH_PATH_CONF": str(node / "config"),
            "OPENSEARCH_TMPDIR": str(node / "tmp"),
            "OPENSEARCH_JAVA_HOME": java_home() or "",
            "OPENSEARCH_JAVA_OPTS": f"-Xms{self.heap} -Xmx{self.heap}",
            "HOME": str(node / "tmp"),
        }
        # The script becomes Java at its end: the process id is that of the node.
        with (node / "logs" / "start.log").open("wb") as log:
            child = subprocess.Popen(
                [home / "bin" / "opensearch"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=node,
                env=environment,
                start_new_session=True,
                **as_nobody,
            )
        self._children[number] = child
        (node / "pid").write_text(str(child.pid))

    def _prepare(self, number: int, home: Path) -> None:
        """Write what a node is started with."""
        node = self._node(number)
        for name in ("config", "data", "logs", "tmp", "../snapshots"):
            (node / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "cluster.json").write_text(json.dumps({"ports": self.ports, "heap": self.heap}))
        http, transport = self.ports[number - 1]
        text = _SETTINGS.format(
            cluster=f"dateline-{self.folder.name}",
            number=number,
            roles="cluster_manager, data, ingest" if number == 1 else "data, ingest",
            folder=node,
            http=http,
            transport=transport,
            seeds=f"{_HOST}:{self.ports[0][1]}",
        )
        text += "".join(f"{name}: {value}\n" for name, value in self.settings.items())
        (node / "config" / "opensearch.yml").write_text(text)
        shutil.copy(home / "config" / "log4j2.properties", node / "config")
        options = (home / "config" / "jvm.options").read_text()
        options = re.sub(r"(?m)^-Xm[sx].*\n", "", options)
        options = options.replace("HeapDumpPath=data", f"HeapDumpPath={node}/logs")
        (node / "config" / "jvm.options").write_text(options.replace("logs/", f"{node}/logs/"))


def _free_ports(count: int) -> list[tuple[int, int]]:
    """Ports that nobody listens on, two for each node."""
    opened = [socket.socket() for _ in range(2 * count)]
    try:
        for one in opened:
            one.bind((_HOST, 0))
        ports = [int(one.getsockname()[1]) for one in opened]
    finally:
        for one in opened:
            one.close()
    return list(zip(ports[::2], ports[1::2], strict=True))


def _guard(name: str) -> None:
    """Wait until whoever started this has ended, however it ended, and stop what it left running."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdin.buffer.read()
    with suppress(NodesFailed):
        left = Nodes.known(name)
        left.stop()
        shutil.rmtree(left.folder, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked with a cluster; 1 when it can't be done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opensearch_nodes")
    doing = ("start", "stop", "status", "kill", "restart", "pause", "resume", "fetch", "guard")
    parser.add_argument("what", choices=doing)
    parser.add_argument("number", nargs="?", type=int, default=0, help="of a node, from 1")
    parser.add_argument("--nodes", type=int, default=2, metavar="N")
    parser.add_argument("--port", type=int, help="of the first node; without it, free ones")
    parser.add_argument("--name", default="bench", help="of the cluster")
    parser.add_argument("--heap", default=HEAP, help="of each node")
    parser.add_argument("--clean", action="store_true", help="stop: remove the data too")
    given = parser.parse_args(arguments)
    if given.what in {"kill", "restart", "pause", "resume"} and not given.number:
        parser.error(f"{given.what} which node?")
    try:
        _do(given)
    except (MissingServer, NodesFailed) as error:
        print(f"opensearch_nodes: {error}", file=sys.stderr)
        return 1
    return 0


def _do(given: argparse.Namespace) -> None:
    if given.what == "fetch":
        print(server())
    elif given.what == "guard":
        _guard(given.name)
    elif given.what == "start":
        try:
            nodes = Nodes.known(given.name)
        except NodesFailed:
            nodes = Nodes.new(given.name, given.nodes, port=given.port, heap=given.heap)
        nodes.start()
        print(nodes.url)
    elif given.what == "status":
        nodes = Nodes.known(given.name)
        for number, host in enumerate(nodes.hosts, 1):
            print(f"node {number}  {host}  process {nodes.pid(number) or 'none'}")
        print(nodes.ask("/_cluster/health").get("status", "no answer"))
    else:
        nodes = Nodes.known(given.name)
        getattr(nodes, given.what)(*([given.number] if given.number else []))
        if given.clean:
            shutil.rmtree(nodes.folder)


if __name__ == "__main__":
    sys.exit(main())
