package org.tessera.etl.inbox;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Polls again after a failed poll without logging its message, which may quote a file's name.
final class QuietPoll extends DefaultPollingConsumerPollStrategy {
  private static final Logger log = LoggerFactory.getLogger(QuietPoll.class);

  @Override
  public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
    log.warn("the inbox could not be read: {}", cause.getClass().getName());
    return false;
  }
}
