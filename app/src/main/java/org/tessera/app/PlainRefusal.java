package org.tessera.app;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Tells the operator why a node does not start: what one of our own classes refused is said in its
/// words alone, everything else is left to Spring's report.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlainRefusal implements SpringBootExceptionReporter {
  /// Spring makes reporters with the context that failed.
  PlainRefusal(ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalStateException && isOurs(cause) && cause.getMessage() != null) {
        System.err.println(cause.getMessage());
        return true;
      }
    }
    return false;
  }

  private static boolean isOurs(Throwable refusal) {
    StackTraceElement[] trace = refusal.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("org.tessera.");
  }
}
