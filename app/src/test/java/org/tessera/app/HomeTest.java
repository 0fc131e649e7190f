package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path folder;

  @Test
  void a_home_belongs_to_one_owner_even_after_the_memory_was_cleaned() {
    Home home = Home.at(folder.resolve("home"));
    home.claim();
    System.gc();

    assertThatThrownBy(home::claim)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another process already serves");
  }

  @Test
  void the_system_knows_the_lock_so_another_process_is_refused() throws Exception {
    Home home = Home.at(folder.resolve("home"));
    home.claim();
    System.gc();
    String inode = Files.getAttribute(home.path("owner.lock"), "unix:ino").toString();

    assertThat(Files.readString(Path.of("/proc/locks")))
        .containsPattern("POSIX +ADVISORY +WRITE .*:" + inode + " ");
  }

  @Test
  void every_folder_of_a_home_is_for_its_owner_alone() throws Exception {
    Home home = Home.at(folder.resolve("home"));

    for (String name : new String[] {"inbox", "archive", "quarantine", "reports", "keys"}) {
      assertThat(Files.getPosixFilePermissions(home.path(name)))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }
}
