package org.tessera.fhir.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.search.InvalidSearch;
import org.tessera.fhir.store.DatabaseFailure;
import org.tessera.fhir.store.OwnerConflict;
import org.tessera.fhir.store.VersionConflict;

/// Which HTTP status each failure has. HAPI turns the result into an OperationOutcome.
@Interceptor
public final class ErrorOutcome {
  private static final Logger log = LoggerFactory.getLogger(ErrorOutcome.class);

  ErrorOutcome() {}

  /// HAPI counts the entries of the page when a Bundle has no total; this takes that out again.
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void keepTotal(IBaseResource response) {
    if (response instanceof Bundle bundle && bundle.hasUserData(SearchInteraction.NO_TOTAL)) {
      bundle.setTotalElement(null);
    }
  }

  /// Called by HAPI for everything a request threw.
  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public BaseServerResponseException translate(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case VersionConflict e -> {
          return new PreconditionFailedException(e.getMessage());
        }
        case OwnerConflict e -> {
          return new ResourceVersionConflictException(e.getMessage());
        }
        case InvalidSearch e -> {
          return new InvalidRequestException(e.getMessage());
        }
        case InvalidRequestException e when isMalformed(e) -> {
          return new UnprocessableEntityException(e.getMessage());
        }
        case DataFormatException e -> {
          return new UnprocessableEntityException(e.getMessage());
        }
        case DatabaseFailure e -> {
          log.warn("the database failed a FHIR request: {}", e.getMessage());
          return new UnclassifiedServerFailureException(
              503, "the database does not answer; try again");
        }
        case BaseServerResponseException e when isFinal(e) -> {
          return e;
        }
        default -> {
          // The cause may be one of those above.
        }
      }
    }
    log.error("a FHIR request failed", thrown);
    return new InternalErrorException("the request failed; the server's log says why");
  }

  /// HAPI-0450: the parser found an element or value FHIR does not know. Well-formedness was
  /// checked before, so the request is understood and its content is at fault: 422, not 400.
  private static boolean isMalformed(InvalidRequestException e) {
    return e.getMessage() != null && e.getMessage().contains("HAPI-0450");
  }

  /// HAPI wraps what a parser found wrong in an error of another status.
  private static boolean isFinal(BaseServerResponseException e) {
    return !(e instanceof InternalErrorException) && !(e.getCause() instanceof DataFormatException);
  }
}
