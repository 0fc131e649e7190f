package org.tessera.etl.inbox;

import java.io.IOException;
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
  InboxFolders inboxFolders(
      @Value("${tessera.home}") String home,
      @Value("${tessera.inbox.permissions:rwx------}") String permissions,
      Mappings mappings)
      throws IOException {
    var folders = new InboxFolders(Path.of(home).resolve("inbox"), permissions);
    folders.open(mappings.studies().stream().map(Study::name).toList());
    return folders;
  }

  @Bean
  RouteBuilder formRoute(
      @Value("${tessera.home}") String home,
      @Value("${tessera.inbox.settle-ms:1500}") long settleMillis,
      InboxFolders folders,
      Reception reception,
      Ingest ingest) {
    Path inbox = Path.of(home).resolve("inbox");
    return new FormRoute(inbox, folders, settleMillis, reception, ingest);
  }
}
