package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class DatabaseAddressTest {
  @Test
  void the_address_alone_is_enough() {
    var address = DatabaseAddress.parse("postgresql://clinic:p%40ss+w%2Frd@db.example:6432/node");
    assertThat(address.jdbc()).isEqualTo("jdbc:postgresql://db.example:6432/node");
    assertThat(address.user()).isEqualTo("clinic");
    assertThat(address.password()).isEqualTo("p@ss+w/rd");
  }

  @Test
  void the_parameters_of_the_driver_stay_and_user_and_password_leave_them() {
    var address =
        DatabaseAddress.parse(
            "jdbc:postgresql://[::1]/node?user=clinic&sslmode=verify-full&password=a%26b");
    assertThat(address.jdbc()).isEqualTo("jdbc:postgresql://[::1]/node?sslmode=verify-full");
    assertThat(address.user()).isEqualTo("clinic");
    assertThat(address.password()).isEqualTo("a&b");
  }

  @Test
  void nothing_set_is_no_address_and_spring_s_names_are_understood() {
    assertThat(DatabaseAddress.in(new MockEnvironment())).isEmpty();
    var spring =
        new MockEnvironment()
            .withProperty("spring.datasource.url", "jdbc:postgresql://db/node")
            .withProperty("spring.datasource.username", "clinic")
            .withProperty("spring.datasource.password", "secret");
    assertThat(DatabaseAddress.in(spring))
        .hasValue(new DatabaseAddress("db/node", "", "clinic", "secret"));
  }

  @Test
  void a_password_file_counts_for_more_than_the_address(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "from-file\n");
    var settings =
        new MockEnvironment()
            .withProperty("tessera.database.url", "postgres://clinic:old@db/node")
            .withProperty("tessera.database.password-file", file.toString());
    assertThat(DatabaseAddress.in(settings).orElseThrow().password()).isEqualTo("from-file");
  }

  @Test
  void neither_a_message_nor_a_printed_address_tells_the_password() {
    assertThat(DatabaseAddress.parse("postgres://clinic:secret@db/node"))
        .hasToString("clinic@db/node");
    assertThatThrownBy(() -> DatabaseAddress.parse("mysql://clinic:secret@db/node"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("postgresql://")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> DatabaseAddress.parse("postgresql://clinic:secret@db"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("secret");
  }
}
