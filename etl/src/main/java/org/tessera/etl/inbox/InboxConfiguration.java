package org.tessera.etl.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tessera.etl.Ingest;
import org.tessera.etl.Reception;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;

/// Opens the inbox with a folder for every study.
@Configuration(proxyBeanMethods = false)
class InboxConfiguration {
  @Bean
  RouteBuilder formRoute(
      @Value("${tessera.home}") String home,
      @Value("${tessera.inbox.settle-ms:1500}") long settleMillis,
      Mappings mappings,
      Reception reception,
      Ingest ingest)
      throws IOException {
    Path inbox = Path.of(home).resolve("inbox");
    for (Study study : mappings.studies()) {
      Files.createDirectories(inbox.resolve(study.name()));
    }
    return new FormRoute(inbox, settleMillis, reception, ingest);
  }
}
