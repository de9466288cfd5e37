package io.tallyman.simulate;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** {@code bin/simulate}: plays schedules, one with all that happens in it, or a great many. */
public final class SimulateCommand {

  private static final int WRONG_USE = 2;
  private static final int CHUNK = 500;
  private static final int MOST_FAILURES = 20;
  private static final double NANOS = 1e9;

  private final SimulateOptions options;
  private final PrintStream out;
  private final LongSupplier ticker;

  private SimulateCommand(SimulateOptions options, PrintStream out, LongSupplier ticker) {
    this.options = options;
    this.out = out;
    this.ticker = ticker;
  }

  /** Exits with 0 when every promise is kept, 1 when not, 2 when it is used wrongly. */
  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    if (given.contains("--help") || given.contains("-h")) {
      System.out.print(SimulateOptions.USAGE);
      return;
    }
    try {
      SimulateOptions options = SimulateOptions.parse(given);
      SimulateCommand command = new SimulateCommand(options, System.out, System::nanoTime);
      System.exit(options.seeds().isOne() ? command.playOne() : command.playMany());
    } catch (SimulateOptions.Unusable e) {
      System.err.println(e.getMessage());
      System.exit(WRONG_USE);
    }
  }

  // ---- one

  private int playOne() {
    Plan plan = PlanDrawing.of(options.seeds().first());
    try (Simulator simulator = new Simulator()) {
      Throwable failure = tell(simulator, plan);
      if (failure == null) {
        out.println("every promise is kept");
        return 0;
      }
      out.println("making it smaller ...");
      Plan smallest =
          Shrinking.smallest(plan, failure, each -> simulator.play(each, History.SILENT));
      tell(simulator, smallest);
      return 1;
    }
  }

  private @Nullable Throwable tell(Simulator simulator, Plan plan) {
    out.print(plan.describe());
    Throwable failure = simulator.play(plan, this::print);
    if (failure != null) {
      failure.printStackTrace(out);
    }
    return failure;
  }

  private void print(long nanos, String who, java.util.function.Supplier<String> what) {
    out.printf(Locale.ROOT, "%10.3f  %-12s %s%n", nanos / 1e6, who, what.get());
  }

  // ---- many

  private int playMany()
      throws IOException, InterruptedException, ExecutionException, SimulateOptions.Unusable {
    Progress progress = Progress.of(options.seeds(), options.progress());
    long first = progress.next();
    progress.broken().forEach(this::sayBroken);
    AtomicLong next = new AtomicLong(first);
    long began = ticker.getAsLong();
    ExecutorService workers = Executors.newFixedThreadPool(options.workers());
    try {
      while (progress.next() < options.seeds().end() && progress.broken().size() < MOST_FAILURES) {
        long end =
            Math.min(options.seeds().end(), progress.next() + (long) CHUNK * options.workers());
        List<Long> broken = new ArrayList<>();
        for (Future<List<Long>> each : begin(workers, next, end)) {
          broken.addAll(each.get());
        }
        broken.forEach(this::sayBroken);
        progress.note(end, broken);
        say(progress, first, began);
      }
    } finally {
      workers.shutdownNow();
    }
    return progress.broken().isEmpty() ? 0 : 1;
  }

  private void sayBroken(long seed) {
    out.println("broken: bin/simulate --seed " + seed);
  }

  private List<Future<List<Long>>> begin(ExecutorService workers, AtomicLong next, long end) {
    List<Future<List<Long>>> begun = new ArrayList<>();
    for (int i = 0; i < options.workers(); i++) {
      begun.add(workers.submit(() -> play(next, end)));
    }
    return begun;
  }

  /** Plays whatever is next, up to the end. */
  private static List<Long> play(AtomicLong next, long end) {
    List<Long> failed = new ArrayList<>();
    try (Simulator simulator = new Simulator()) {
      for (long seed = take(next, end); seed < end; seed = take(next, end)) {
        if (simulator.play(PlanDrawing.of(seed), History.SILENT) != null) {
          failed.add(seed);
        }
      }
    }
    return failed;
  }

  private static long take(AtomicLong next, long end) {
    return next.getAndUpdate(seed -> Math.min(end, seed + 1));
  }

  private void say(Progress progress, long first, long began) {
    double seconds = (ticker.getAsLong() - began) / NANOS;
    out.printf(
        Locale.ROOT,
        "%,d of %,d schedules, %,.0f a second, %d broken%n",
        progress.next() - options.seeds().first(),
        options.seeds().end() - options.seeds().first(),
        (progress.next() - first) / seconds,
        progress.broken().size());
  }
}
