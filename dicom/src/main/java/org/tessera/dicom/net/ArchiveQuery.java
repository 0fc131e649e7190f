package org.tessera.dicom.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tessera.dicom.DataSet;

/// Asks an archive what it has and to send it, over one association: C-FIND and C-MOVE in the study
/// root model, PS3.4 annex C.
public final class ArchiveQuery implements AutoCloseable {
  private static final int PENDING = 0xFF00;
  private static final int PENDING_WITH_WARNING = 0xFF01;
  private static final int MATCH_BYTES_MAX = 64 * 1024;
  private static final int PASSED_MAX = 100_000;

  private final Requestor requestor;

  private ArchiveQuery(Requestor requestor) {
    this.requestor = requestor;
  }

  /// What was found.
  ///
  /// @param status 0 when the archive told all, 0xFE00 when it was stopped at the limit
  /// @param complete whether these are all matches
  public record Found(List<DataSet> matches, int status, boolean complete) {}

  /// How far an archive has come with sending.
  public record Progress(int completed, int failed, int withWarning) {}

  /// What came of sending.
  ///
  /// @param status 0 for success, 0xB000 when some failed, other when all did
  public record Moved(int status, Progress progress) {}

  /// Opens an association for both.
  ///
  /// @throws AssociationFailure when none comes about
  public static ArchiveQuery open(RemotePeer peer) throws IOException {
    return new ArchiveQuery(
        Requestor.open(
            peer,
            List.of(
                Proposal.of(ServiceClasses.STUDY_ROOT_FIND, Requestor.PLAIN),
                Proposal.of(ServiceClasses.STUDY_ROOT_MOVE, Requestor.PLAIN))));
  }

  /// Finds what matches the keys; they name the level (0008,0052), what to match, and, left empty,
  /// what to tell.
  ///
  /// @param matchesMax after so many the archive is told to stop
  /// @throws AssociationFailure when the archive does not offer this, or the association fails
  public Found find(DataSet keys, int matchesMax) throws IOException {
    Agreed context = requestor.context(ServiceClasses.STUDY_ROOT_FIND);
    Dialogue dialogue = requestor.dialogue();
    int id = dialogue.nextMessageId();
    Command request =
        Command.request(Command.FIND, id)
            .put(Command.Priority, 0)
            .put(Command.AffectedSOPClassUID, ServiceClasses.STUDY_ROOT_FIND);
    dialogue.send(context, request, keys);
    List<DataSet> matches = new ArrayList<>();
    boolean stopped = false;
    int passed = 0;
    while (true) {
      MessageInput.Message message = requestor.answer(Command.FIND, id);
      int status = message.command().number(Command.Status, 0xFFFF);
      if (status != PENDING && status != PENDING_WITH_WARNING) {
        dialogue.skip(message);
        return new Found(List.copyOf(matches), status, status == 0 && !stopped);
      }
      if (matches.size() < matchesMax) {
        matches.add(dialogue.dataSet(message, MATCH_BYTES_MAX));
        continue;
      }
      dialogue.skip(message);
      if (++passed > PASSED_MAX) {
        throw AssociationFailure.violation(
            Pdu.REASON_UNEXPECTED, "the archive goes on answering after it was told to stop");
      }
      if (!stopped) {
        stopped = true;
        dialogue.send(context, cancel(id));
      }
    }
  }

  private static Command cancel(int id) {
    return Command.request(Command.CANCEL, id).put(Command.MessageIDBeingRespondedTo, id);
  }

  /// Has the archive send what the keys name to the AE title of a destination it knows.
  ///
  /// @throws AssociationFailure when the archive does not offer this, or the association fails
  public Moved move(DataSet keys, String destination, Consumer<Progress> progress)
      throws IOException {
    RemotePeer.requireTitle(destination);
    Agreed context = requestor.context(ServiceClasses.STUDY_ROOT_MOVE);
    Dialogue dialogue = requestor.dialogue();
    int id = dialogue.nextMessageId();
    Command request =
        Command.request(Command.MOVE, id)
            .put(Command.Priority, 0)
            .put(Command.MoveDestination, destination)
            .put(Command.AffectedSOPClassUID, ServiceClasses.STUDY_ROOT_MOVE);
    dialogue.send(context, request, keys);
    while (true) {
      MessageInput.Message message = requestor.answer(Command.MOVE, id);
      dialogue.skip(message);
      Command answer = message.command();
      int status = answer.number(Command.Status, 0xFFFF);
      if (status != PENDING) {
        return new Moved(status, counts(answer));
      }
      progress.accept(counts(answer));
    }
  }

  private static Progress counts(Command answer) {
    return new Progress(
        answer.number(Command.NumberOfCompletedSuboperations, 0),
        answer.number(Command.NumberOfFailedSuboperations, 0),
        answer.number(Command.NumberOfWarningSuboperations, 0));
  }

  /// Ends the association.
  @Override
  public void close() {
    requestor.close();
  }
}
