#!/usr/bin/env python3
"""Whether a broker may be stopped: in_sync.py HOST PORT BROKERS

Ends with 0 when that many brokers are there and every replica of every partition is in sync, otherwise with 1 and what is missing.
Speaks Kafka's protocol itself (Metadata, version 1, without TLS), as Kafka's own tools aren't among the broker's jars.
"""
import socket
import struct
import sys

METADATA, VERSION, CORRELATION, ALL_TOPICS = 3, 1, 1, -1


class Answer:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        values = struct.unpack_from(">" + form, self.data, self.at)
        self.at += struct.calcsize(">" + form)
        return values[0]

    def text(self):
        length = self.take("h")
        self.at += max(length, 0)
        return self.data[self.at - max(length, 0):self.at].decode()

    def many(self, read):
        return [read() for _ in range(self.take("i"))]


def exactly(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise OSError("the broker hung up")
        data += part
    return data


def ask(host, port):
    name = b"in_sync.py"
    request = struct.pack(">hhih", METADATA, VERSION, CORRELATION, len(name)) + name + struct.pack(">i", ALL_TOPICS)
    with socket.create_connection((host, port), timeout=10) as connection:
        connection.sendall(struct.pack(">i", len(request)) + request)
        return Answer(exactly(connection, struct.unpack(">i", exactly(connection, 4))[0]))


def broker(answer):
    node = answer.take("i")
    answer.text(), answer.take("i"), answer.text()
    return node


def topic(answer):
    answer.take("h")
    name = answer.text()
    answer.take("b")
    return name, answer.many(lambda: partition(answer))


def partition(answer):
    answer.take("h")
    number, leader = answer.take("i"), answer.take("i")
    replicas = answer.many(lambda: answer.take("i"))
    missing = set(replicas) - set(answer.many(lambda: answer.take("i")))
    # The last copy in sync counts as such even while its broker is away.
    return number, f"without {sorted(missing)}" if missing else "without a leader" if leader < 0 else ""


def complaints(host, port, expected):
    answer = ask(host, port)
    if answer.take("i") != CORRELATION:
        raise ValueError("that is the answer to another question")
    brokers = answer.many(lambda: broker(answer))
    answer.take("i")
    topics = answer.many(lambda: topic(answer))
    behind = [f"{name}-{number} {fault}" for name, partitions in topics for number, fault in partitions if fault]
    found = [] if len(brokers) >= expected else [f"{len(brokers)} of {expected} brokers are there: {sorted(brokers)}"]
    if behind:
        found.append(f"{len(behind)} partitions are behind: {', '.join(sorted(behind)[:5])}")
    return found


def main():
    host, port, expected = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        found = complaints(host, port, expected)
    except OSError as e:
        found = [f"{host}:{port} doesn't answer: {e}"]
    except (struct.error, ValueError) as e:
        found = [f"{host}:{port} doesn't answer as a broker without TLS and logins does: {e}"]
    print("; ".join(found) or "all in sync")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
