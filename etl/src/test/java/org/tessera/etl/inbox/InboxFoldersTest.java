package org.tessera.etl.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxFoldersTest {
  @TempDir private Path inbox;

  private String mode(String study) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(inbox.resolve(study)));
  }

  @Test
  void a_study_s_folder_has_the_declared_permissions_and_keeps_those_it_has() throws Exception {
    new InboxFolders(inbox, "rwx------").open(List.of("lung"));
    new InboxFolders(inbox, "rwxrwx---").open(List.of("lung"));
    new InboxFolders(inbox, "rwxrwx---").open(List.of("breast"));
    assertThat(mode("lung")).isEqualTo("rwx------");
    assertThat(mode("breast")).isEqualTo("rwxrwx---");
  }

  @Test
  void permissions_that_are_none_are_refused_in_words() {
    assertThatThrownBy(() -> new InboxFolders(inbox, "770")).hasMessageContaining("rwxrwx---");
  }
}
