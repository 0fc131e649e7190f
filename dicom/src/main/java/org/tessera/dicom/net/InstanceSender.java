package org.tessera.dicom.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.Irregularity;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Reading;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;

/// Sends files by C-STORE: each as it is encoded, or plainly where the other side takes only that
/// and the pixels allow it.
public final class InstanceSender {
  private static final int WARNING = 0xB000;
  private static final int CLASSES_PER_ASSOCIATION = 40;
  private static final int BROKEN_IN_A_ROW_MAX = 3;

  private final RemotePeer peer;
  private final Consumer<SendResult> results;
  private int broken;

  private InstanceSender(RemotePeer peer, Consumer<SendResult> results) {
    this.peer = peer;
    this.results = results;
  }

  /// What is to be sent, known from its header.
  private record Item(Path file, InstanceReference instance, TransferSyntax syntax) {
    List<String> syntaxes() {
      boolean plain = !syntax.isEncapsulated();
      var all = new LinkedHashSet<String>();
      all.add(syntax.uid());
      if (plain) {
        all.addAll(Requestor.PLAIN);
      }
      return List.copyOf(all);
    }
  }

  /// Sends files over as few associations as their kinds allow and tells of each what became of it.
  ///
  /// @throws AssociationFailure when no association comes about; when one ends early, the others go
  ///   over a new one
  public static void send(RemotePeer peer, List<Path> files, Consumer<SendResult> results)
      throws IOException {
    var sender = new InstanceSender(peer, results);
    List<Item> batch = new ArrayList<>();
    Set<String> kinds = new LinkedHashSet<>();
    for (Path file : files) {
      Optional<Item> item = sender.look(file);
      if (item.isEmpty()) {
        continue;
      }
      String kind = item.get().instance.sopClassUid() + item.get().syntax.uid();
      if (!kinds.contains(kind) && kinds.size() == CLASSES_PER_ASSOCIATION) {
        sender.send(batch);
        batch.clear();
        kinds.clear();
      }
      kinds.add(kind);
      batch.add(item.get());
    }
    if (!batch.isEmpty()) {
      sender.send(batch);
    }
  }

  private Optional<Item> look(Path file) {
    try {
      return switch (DicomReader.read(file, ReadOptions.header())) {
        case Refusal refusal -> notSent(file, "it cannot be read: " + refusal.reason());
        case DicomFile header -> look(file, header);
      };
    } catch (IOException _) {
      return notSent(file, "it cannot be opened");
    }
  }

  private Optional<Item> look(Path file, DicomFile header) {
    Optional<String> sopClass = header.dataSet().string(Tag.SOPClassUID);
    Optional<String> sopInstance = header.dataSet().string(Tag.SOPInstanceUID);
    return sopClass.isEmpty() || sopInstance.isEmpty()
        ? notSent(file, "it does not say what instance it is")
        : Optional.of(
            new Item(
                file,
                new InstanceReference(sopClass.get(), sopInstance.get()),
                header.transferSyntax()));
  }

  private Optional<Item> notSent(Path file, String reason) {
    results.accept(new SendResult.NotSent(file, reason, false));
    return Optional.empty();
  }

  private void later(Path file, String reason) {
    results.accept(new SendResult.NotSent(file, reason, true));
  }

  /// Sends what goes over one association; one file over which it breaks does not keep the others
  /// from being sent over the next.
  private void send(List<Item> items) throws IOException {
    List<Item> left = items;
    broken = 0;
    while (!left.isEmpty() && broken < BROKEN_IN_A_ROW_MAX) {
      left = left.subList(sendOver(left), left.size());
    }
    left.forEach(item -> later(item.file, "the other side ended one association after another"));
  }

  /// Sends until the association ends; returns of how many it was told what became of them.
  private int sendOver(List<Item> items) throws IOException {
    Set<Proposal> proposals = new LinkedHashSet<>();
    for (Item item : items) {
      for (String syntax : item.syntaxes()) {
        proposals.add(Proposal.of(item.instance.sopClassUid(), List.of(syntax)));
      }
    }
    int done = 0;
    try (Requestor requestor = Requestor.open(peer, List.copyOf(proposals))) {
      try {
        for (Item item : items) {
          results.accept(send(requestor, item));
          done++;
          broken = 0;
        }
      } catch (AssociationFailure failure) {
        requestor.abort();
        broken++;
        later(items.get(done++).file, failure.words());
      } catch (IOException | UncheckedIOException _) {
        // Half a message is on its way, and only an abort keeps it from being taken for a whole
        // one.
        requestor.abort();
        later(items.get(done++).file, "it could not be read to its end");
      }
    }
    return done;
  }

  private SendResult send(Requestor requestor, Item item) throws IOException {
    Optional<Agreed> context = requestor.context(item.instance.sopClassUid(), item.syntaxes());
    if (context.isEmpty()) {
      return new SendResult.NotSent(
          item.file, "the other side does not take this kind of instance as it is encoded", false);
    }
    Reading read;
    try {
      read = DicomReader.read(item.file, ReadOptions.whole());
    } catch (IOException _) {
      return new SendResult.NotSent(item.file, "it cannot be opened", true);
    }
    return switch (read) {
      case Refusal refusal ->
          new SendResult.NotSent(item.file, "it cannot be read: " + refusal.reason(), false);
      case DicomFile file when file.irregularities().stream().anyMatch(Irregularity::isLoss) ->
          new SendResult.NotSent(item.file, "it ends before what it holds does", false);
      case DicomFile file -> send(requestor, context.get(), item, file);
    };
  }

  private SendResult send(Requestor requestor, Agreed context, Item item, DicomFile file)
      throws IOException {
    TransferSyntax syntax = Dialogue.syntax(context);
    DicomFile encoded;
    try {
      encoded = syntax.equals(file.transferSyntax()) ? file : file.withTransferSyntax(syntax);
    } catch (IllegalArgumentException _) {
      return new SendResult.NotSent(item.file, "its pixels are not stored as it says", false);
    }
    int id = requestor.dialogue().nextMessageId();
    Command request =
        Command.request(Command.STORE, id)
            .put(Command.Priority, 0)
            .put(Command.AffectedSOPClassUID, item.instance.sopClassUid())
            .put(Command.AffectedSOPInstanceUID, item.instance.sopInstanceUid());
    requestor.dialogue().send(context, request, out -> DataSetBytes.write(encoded, out));
    Command answer = requestor.answer(Command.STORE, id).command();
    int status = answer.number(Command.Status, 0xFFFF);
    return status == 0 || (status & 0xF000) == WARNING
        ? new SendResult.Sent(item.file, status, item.instance)
        : new SendResult.Refused(item.file, status, answer.text(Command.ErrorComment));
  }
}
