package org.tessera.dicom.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.RealFiles;
import org.tessera.dicom.Tag;

class RealPicturesTest {
  private static final int VOI_LUT_SEQUENCE = 0x00283010;

  @TempDir Path folder;

  private static List<DicomFile> files() throws IOException {
    List<DicomFile> files = new ArrayList<>();
    for (Path path : RealFiles.all()) {
      if (DicomReader.read(path, ReadOptions.whole()) instanceof DicomFile file) {
        files.add(file);
      }
    }
    return files;
  }

  @Test
  void every_real_file_becomes_a_picture_or_says_why_not() throws IOException {
    int pictures = 0;
    for (DicomFile file : files()) {
      int frames = PixelDescription.of(file.dataSet()).map(PixelDescription::frames).orElse(1);
      for (int frame : List.of(1, frames)) {
        switch (Renderer.render(file, RenderRequest.of(frame))) {
          case Picture picture -> {
            pictures++;
            assertThat(picture.width()).isPositive();
          }
          case NotRenderable none -> assertThat(none.words()).isNotBlank();
        }
      }
    }
    assertThat(pictures).isGreaterThan(130);
  }

  /// Another maker's renderer as the measure, where it is installed.
  @Test
  void pictures_are_those_of_another_renderer_within_one_level() throws Exception {
    Path tool = Path.of("/usr/bin/dcmj2pnm");
    Assumptions.assumeTrue(Files.isExecutable(tool), "dcmj2pnm of dcmtk is not installed");
    List<String> compared = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (Path path : RealFiles.all()) {
      if (DicomReader.read(path, ReadOptions.whole()) instanceof DicomFile file
          && isReadAlike(file)
          && Renderer.render(file, RenderRequest.of(1)) instanceof Picture picture) {
        Path other = folder.resolve("other.pnm");
        if (run(tool, file.dataSet(), path, other) && Files.exists(other)) {
          compared.add(path.getFileName().toString());
          int worst = distance(picture, Pnm.read(other));
          if (worst > tolerance(file.dataSet())) {
            different.add(path.getFileName() + ": " + worst + " levels");
          }
        }
      }
      Files.deleteIfExists(folder.resolve("other.pnm"));
    }
    assertThat(different).isEmpty();
    assertThat(compared).hasSizeGreaterThan(50);
  }

  /// The other renderer passes over functional groups, and reads numbers of 32 bits in big endian
  /// as pairs of 16.
  private static boolean isReadAlike(DicomFile file) {
    DataSet dataSet = file.dataSet();
    return FunctionalGroups.of(dataSet, 0, 0x00289132).equals(dataSet)
        && FunctionalGroups.of(dataSet, 0, 0x00289145).equals(dataSet)
        && !(file.transferSyntax().isBigEndian()
            && dataSet.integer(Tag.BitsAllocated).orElse(0) == 32);
  }

  /// It also cuts rescaled values to whole numbers, which can be worth a level more.
  private static int tolerance(DataSet dataSet) {
    return dataSet.numbers(0x00281053).stream().anyMatch(it -> it.stripTrailingZeros().scale() > 0)
        ? 2
        : 1;
  }

  private static boolean run(Path tool, DataSet dataSet, Path in, Path out) throws Exception {
    List<String> words = new ArrayList<>(List.of(tool.toString(), "-O", "--write-raw-pnm"));
    boolean window = !dataSet.numbers(0x00281050).isEmpty();
    boolean table = !dataSet.sequence(VOI_LUT_SEQUENCE).isEmpty();
    words.addAll(window ? List.of("+Wi", "1") : table ? List.of("+Wl", "1") : List.of("+Wm"));
    words.addAll(List.of(in.toString(), out.toString()));
    var process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /// The largest distance of two levels; pixels that are not square are not stretched there, so
  /// pictures of another shape are not compared; one of a single value is white there.
  private static int distance(Picture picture, Pnm other) {
    int worst = 0;
    boolean uniform = true;
    for (byte sample : picture.samples()) {
      uniform &= sample == 0;
    }
    if (uniform || picture.width() != other.width() || picture.height() != other.height()) {
      return worst;
    }
    for (int i = 0; i < picture.width() * picture.height(); i++) {
      int ours = picture.at(i % picture.width(), i / picture.width());
      for (int band = 0; band < 3; band++) {
        int level = picture.isColour() ? (ours >> (16 - 8 * band)) & 0xFF : ours;
        worst = Math.max(worst, Math.abs(level - other.at(i, band)));
      }
    }
    return worst;
  }

  @Test
  void the_command_writes_a_picture() throws IOException {
    Path ct = RealFiles.file("pydicom__CT_small.dcm");
    Path out = folder.resolve("ct.png");
    assertThat(run(ct.toString(), "--out", out.toString(), "--window", "40,400", "--size", "64"))
        .isEqualTo("64 x 64\n[0]");
    assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(64);
    Path report = RealFiles.file("highdicom__sr_document.dcm");
    assertThat(run(report.toString(), "--out", out.toString()))
        .isEqualTo("no picture: the instance has no pixels\n[1]");
    assertThat(run(ct.toString(), "--out", out.toString(), "--window", "wide")).endsWith("[2]");
    assertThat(run(ct.toString())).endsWith("[2]");
    Path own = Files.copy(ct, folder.resolve("own.dcm"));
    assertThat(run(own.toString(), "--out", own.toString()))
        .startsWith("the picture would take the place of the file itself");
    assertThat(own).hasSameBinaryContentAs(ct);
  }

  private static String run(String... words) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int status = RenderCommand.run(List.of(words), out);
    return bytes.toString(StandardCharsets.UTF_8) + "[" + status + "]";
  }
}
