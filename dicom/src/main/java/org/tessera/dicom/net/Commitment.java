package org.tessera.dicom.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// What storage commitment asks and answers, PS3.4 annex J.3.
///
/// @param transaction the UID that ties the answer to the question
record Commitment(String transaction, List<InstanceReference> kept, List<Failed> failed) {
  static final int REQUEST = 1;
  static final int ALL_KEPT = 1;
  static final int SOME_FAILED = 2;

  static final int PROCESSING_FAILURE = 0x0110;
  static final int NO_SUCH_INSTANCE = 0x0112;

  private static final int TransactionUID = 0x00081195;
  private static final int FailureReason = 0x00081197;
  private static final int FailedSOPSequence = 0x00081198;
  private static final int ReferencedSOPSequence = 0x00081199;
  private static final int ReferencedSOPClassUID = 0x00081150;
  private static final int ReferencedSOPInstanceUID = 0x00081155;

  /// An instance that is not kept.
  record Failed(InstanceReference instance, int reason) {}

  static Commitment read(DataSet dataSet) {
    List<Failed> failed =
        dataSet.sequence(FailedSOPSequence).stream()
            .map(item -> new Failed(reference(item), (int) item.integer(FailureReason).orElse(0)))
            .toList();
    List<InstanceReference> named =
        dataSet.sequence(ReferencedSOPSequence).stream().map(Commitment::reference).toList();
    return new Commitment(dataSet.string(TransactionUID).orElse(""), named, failed);
  }

  private static InstanceReference reference(DataSet item) {
    return new InstanceReference(
        item.string(ReferencedSOPClassUID).orElse(""),
        item.string(ReferencedSOPInstanceUID).orElse(""));
  }

  /// The answer to this question.
  Commitment answeredBy(CommitmentKeeper keeper, Caller asker) {
    List<InstanceReference> held = new ArrayList<>();
    List<Failed> missing = new ArrayList<>();
    try {
      Set<InstanceReference> safe = keeper.kept(asker, kept);
      for (InstanceReference instance : kept) {
        if (safe.contains(instance)) {
          held.add(instance);
        } else {
          missing.add(new Failed(instance, NO_SUCH_INSTANCE));
        }
      }
    } catch (IOException | RuntimeException _) {
      held.clear();
      missing.clear();
      kept.forEach(instance -> missing.add(new Failed(instance, PROCESSING_FAILURE)));
    }
    return new Commitment(transaction, held, missing);
  }

  int eventType() {
    return failed.isEmpty() ? ALL_KEPT : SOME_FAILED;
  }

  DataSet dataSet() {
    var edit = DataSet.EMPTY.edit().put(TransactionUID, Vr.UI, transaction);
    if (!failed.isEmpty()) {
      edit.put(
          SequenceElement.of(FailedSOPSequence, failed.stream().map(Commitment::item).toList()));
    }
    if (!kept.isEmpty()) {
      edit.put(
          SequenceElement.of(ReferencedSOPSequence, kept.stream().map(Commitment::item).toList()));
    }
    return edit.build();
  }

  private static DataSet item(InstanceReference instance) {
    return DataSet.EMPTY
        .edit()
        .put(asAsked(ReferencedSOPClassUID, instance.sopClassUid()))
        .put(asAsked(ReferencedSOPInstanceUID, instance.sopInstanceUid()))
        .build();
  }

  /// What was asked for is named as it was named, even when that is no UID.
  private static ValueElement asAsked(int tag, String uid) {
    return ValueElement.of(tag, Vr.UI, uid.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static DataSet item(Failed failed) {
    byte[] reason = {(byte) failed.reason, (byte) (failed.reason >> 8)};
    return item(failed.instance).edit().put(ValueElement.of(FailureReason, Vr.US, reason)).build();
  }

  /// The well-known instance the service is asked for.
  static boolean isAddressed(Command command) {
    return command.sopInstance().equals(ServiceClasses.STORAGE_COMMITMENT_INSTANCE)
        && command.sopClass().equals(ServiceClasses.STORAGE_COMMITMENT)
        && command.number(Command.ActionTypeID, 0) == REQUEST;
  }

  static Command event(int eventType, int messageId) {
    return Command.request(Command.EVENT_REPORT, messageId)
        .put(Command.AffectedSOPClassUID, ServiceClasses.STORAGE_COMMITMENT)
        .put(Command.AffectedSOPInstanceUID, ServiceClasses.STORAGE_COMMITMENT_INSTANCE)
        .put(Command.EventTypeID, eventType);
  }

  static Command action(int messageId) {
    return Command.request(Command.ACTION, messageId)
        .put(Command.RequestedSOPClassUID, ServiceClasses.STORAGE_COMMITMENT)
        .put(Command.RequestedSOPInstanceUID, ServiceClasses.STORAGE_COMMITMENT_INSTANCE)
        .put(Command.ActionTypeID, REQUEST);
  }
}
