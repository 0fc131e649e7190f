package org.tessera.dicom.net;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Answers a proposed association from the listener's settings and the table of services.
final class Negotiation {
  private final ListenerSettings settings;
  private final Predicate<String> answersTo;
  private final boolean commitment;

  /// @param answersTo whether a called AE title is somebody's here
  /// @param commitment whether somebody answers for what is kept
  Negotiation(ListenerSettings settings, Predicate<String> answersTo, boolean commitment) {
    this.settings = settings;
    this.answersTo = answersTo;
    this.commitment = commitment;
  }

  /// Why an association cannot be, if it cannot.
  Optional<Pdu.Reject> objection(AssociateRequest request) {
    if ((request.protocolVersion() & 1) == 0) {
      return Optional.of(Pdu.Reject.PROTOCOL_VERSION);
    }
    if (!request.applicationContext().equals(AssociateWriter.APPLICATION_CONTEXT)) {
      return Optional.of(Pdu.Reject.NO_CONTEXT_NAME);
    }
    // First who calls: a stranger is not told which titles there are.
    Set<String> callers = settings.callers();
    if (!callers.isEmpty() && !callers.contains(request.titles().calling())) {
      return Optional.of(Pdu.Reject.CALLING_TITLE);
    }
    return answersTo.test(request.titles().called())
        ? Optional.empty()
        : Optional.of(Pdu.Reject.CALLED_TITLE);
  }

  /// What is agreed to.
  ///
  /// @throws AssociationFailure for contexts with even or repeated numbers
  AssociateAccept answer(AssociateRequest request) throws AssociationFailure {
    List<AssociateAccept.Context> answers = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (AssociateRequest.Context context : request.contexts()) {
      if (context.id() % 2 == 0 || !ids.add(context.id())) {
        throw AssociationFailure.violation(
            Pdu.REASON_INVALID_VALUE, "presentation contexts with even or repeated numbers");
      }
      answers.add(answer(context));
    }
    return new AssociateAccept(
        request.titles(),
        answers,
        new AssociateRequest.User(settings.limits().pduBytesMax(), List.of()));
  }

  private AssociateAccept.Context answer(AssociateRequest.Context context) {
    Optional<String> syntax = ServiceClasses.choose(context.transferSyntaxes());
    int result =
        !isServed(context.abstractSyntax())
            ? AssociateAccept.ABSTRACT_SYNTAX_NOT_SUPPORTED
            : syntax.isEmpty()
                ? AssociateAccept.TRANSFER_SYNTAXES_NOT_SUPPORTED
                : AssociateAccept.ACCEPTED;
    String said = context.transferSyntaxes().isEmpty() ? "" : context.transferSyntaxes().getFirst();
    return new AssociateAccept.Context(context.id(), result, syntax.orElse(said));
  }

  private boolean isServed(String abstractSyntax) {
    return abstractSyntax.equals(ServiceClasses.VERIFICATION)
        || (abstractSyntax.equals(ServiceClasses.STORAGE_COMMITMENT) && commitment)
        || ServiceClasses.isStorage(abstractSyntax);
  }

  /// The contexts that hold, by number.
  static Map<Integer, Agreed> agreed(AssociateRequest request, AssociateAccept accept) {
    Map<Integer, String> proposed = new LinkedHashMap<>();
    request.contexts().forEach(context -> proposed.put(context.id(), context.abstractSyntax()));
    Map<Integer, Agreed> agreed = new LinkedHashMap<>();
    for (AssociateAccept.Context context : accept.contexts()) {
      String abstractSyntax = proposed.get(context.id());
      if (context.result() == AssociateAccept.ACCEPTED && abstractSyntax != null) {
        agreed.put(
            context.id(), new Agreed(context.id(), abstractSyntax, context.transferSyntax()));
      }
    }
    return agreed;
  }
}
