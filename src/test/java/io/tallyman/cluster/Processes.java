package io.tallyman.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Ends processes, several at a time, whoever started them. */
final class Processes {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(20);

  private Processes() {}

  /** Ends them by force; returns when all have ended. */
  static void kill(Collection<ProcessId> processes) {
    processes.forEach(process -> process.signal("KILL"));
    if (!haveEndedWithin(KILL_LIMIT, processes)) {
      throw new ServerFailure(
          "These processes don't end when killed, perhaps the disk hangs: " + alive(processes));
    }
  }

  /** Asks them to end, also the frozen ones, waits that long, and ends the rest by force. */
  static void terminate(Collection<ProcessId> processes, Duration grace) {
    processes.forEach(process -> process.signal("CONT"));
    processes.forEach(process -> process.signal("TERM"));
    if (!haveEndedWithin(grace, processes)) {
      kill(processes);
    }
  }

  private static List<ProcessId> alive(Collection<ProcessId> processes) {
    return processes.stream().filter(ProcessId::isAlive).toList();
  }

  private static boolean haveEndedWithin(Duration limit, Collection<ProcessId> processes) {
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .atMost(limit.plusMillis(100))
          .until(() -> alive(processes).isEmpty());
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }
}
