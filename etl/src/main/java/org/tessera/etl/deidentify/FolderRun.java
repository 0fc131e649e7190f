package org.tessera.etl.deidentify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Refusal;

/// De-identifies all files of a folder into another. A bad file is refused with its place and
/// reason, the others go on; a file is there whole or not at all.
public final class FolderRun {
  private final Folders folders;
  private final InstanceFiles cleared;
  private final InstanceFiles held;
  private final AtomicInteger next = new AtomicInteger();
  private final List<RunReport.Refused> refused = new ArrayList<>();
  private final List<Accounts> accounts = new ArrayList<>();

  /// Where things are.
  ///
  /// @param in what is read, every file at any depth
  /// @param out what may be given away: files by their new names, and the reports
  /// @param identified where held pictures and the names of refused files go, for the owner alone
  public record Folders(Path in, Path out, Path identified) {
    /// @throws IllegalArgumentException when there is nothing to read, or one lies in another
    public Folders {
      in = in.toAbsolutePath().normalize();
      out = out.toAbsolutePath().normalize();
      identified = identified.toAbsolutePath().normalize();
      if (!Files.isDirectory(in)) {
        throw new IllegalArgumentException("--in names no folder: " + in);
      }
      if (out.startsWith(in) || in.startsWith(out)) {
        throw new IllegalArgumentException("--out must not lie in --in, nor --in in --out");
      }
      if (identified.startsWith(out)) {
        throw new IllegalArgumentException("the home must not lie in --out, which is given away");
      }
    }
  }

  private FolderRun(Folders folders) {
    this.folders = folders;
    this.cleared = new InstanceFiles(folders.out);
    this.held = new InstanceFiles(folders.identified);
  }

  /// Runs a de-identifier over a folder with so many threads.
  ///
  /// @throws IOException when the folders cannot be read or written
  public static RunReport run(Deidentifier deidentifier, Folders folders, int threads)
      throws IOException {
    var run = new FolderRun(folders);
    List<Path> files = files(folders.in);
    Files.createDirectories(folders.out);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        var worker = new Worker(deidentifier.sibling(), new Accounts(deidentifier.profile()));
        run.accounts.add(worker.accounts);
        all.add(pool.submit(() -> run.work(worker, files)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException io) {
        throw new IOException(io.getMessage(), io);
      }
      throw new IllegalStateException(e.getCause());
    }
    var report = new RunReport(deidentifier.profile(), run.accounts, run.refused, files.size());
    report.write(folders);
    return report;
  }

  /// Regular files in a fixed order; links are not followed.
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  /// What one thread works with.
  private record Worker(Deidentifier deidentifier, Accounts accounts) {}

  private void work(Worker worker, List<Path> files) {
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      one(worker, files.get(i));
    }
  }

  private void one(Worker worker, Path file) {
    try {
      switch (read(file)) {
        case null -> refuse(file, 0, "the file cannot be opened");
        case Refusal refusal -> refuse(file, refusal.offset(), refusal.reason());
        case DicomFile dicom -> put(worker, worker.deidentifier.apply(dicom), file);
      }
    } catch (RuntimeException e) {
      if (e instanceof UncheckedIOException) {
        throw e;
      }
      // Whatever a file makes go wrong, the others go on; the message might repeat a value.
      refuse(file, 0, "an error of this program: " + e.getClass().getSimpleName());
    }
  }

  private static org.tessera.dicom.@org.jspecify.annotations.Nullable Reading read(Path file) {
    try {
      return DicomReader.read(file, ReadOptions.whole());
    } catch (IOException _) {
      return null;
    }
  }

  private void put(Worker worker, Outcome outcome, Path file) {
    InstanceFiles.Put put =
        switch (outcome) {
          case Outcome.Cleared(DicomFile dicom, var placement, var _) ->
              cleared.put(dicom, placement);
          case Outcome.Held(DicomFile dicom, var placement, var _) -> held.put(dicom, placement);
          case Outcome.Refused(String reason) -> {
            refuse(file, 0, reason);
            yield InstanceFiles.Put.WRITTEN;
          }
        };
    if (put == InstanceFiles.Put.OTHER_CONTENT) {
      refuse(file, 0, "the same SOP Instance UID with other content came before");
    } else {
      worker.accounts.add(outcome, worker.deidentifier.done());
    }
  }

  private void refuse(Path file, long offset, String reason) {
    String name = folders.in.relativize(file).toString();
    synchronized (refused) {
      refused.add(new RunReport.Refused(name, offset, reason));
    }
  }
}
