package io.tallyman.cluster;

import java.io.IOException;
import java.util.List;

/** A MySQL-compatible server program that is unpacked on this machine. */
public interface DatabaseProgram {
  /** The command that runs it on the files' data, on that port of 127.0.0.1. */
  List<String> server(DatabaseFiles files, int port) throws IOException;

  /** Makes the system tables in an empty data folder, and a user who may do everything. */
  void initialise(DatabaseFiles files, Credentials admin) throws IOException;
}
