package org.tessera.etl.imaging.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.render.NotRenderable;
import org.tessera.dicom.render.Picture;
import org.tessera.dicom.render.RenderRequest;
import org.tessera.dicom.render.Renderer;
import org.tessera.dicom.render.Viewport;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.Instance;

/// Pictures of what may be used, PS3.18 sections 10.4.1.1.3 and 10.4.1.1.4: rendered instances and
/// frames, and thumbnails; of a study or a series the instance in the middle.
@Controller
final class RenderInterface {
  private static final int THUMBNAIL_PIXELS = 160;
  private static final int JPEG_QUALITY = 90;

  /// What one picture may take of memory at its worst: the frame, its colours, the file.
  private static final long BYTES_EACH = 1L << 30;

  private static final int PATIENCE_SECONDS = 20;

  private final ImageIntake images;
  private final Semaphore drawing = new Semaphore(atOnce(), true);

  RenderInterface(ImageIntake images) {
    this.images = images;
  }

  private static int atOnce() {
    Runtime runtime = Runtime.getRuntime();
    return Math.clamp(runtime.maxMemory() / BYTES_EACH, 1, runtime.availableProcessors());
  }

  @GetMapping("/dicomweb/{study}/studies/{uid}/series/{series}/instances/{instance}/rendered")
  void rendered(HttpServletRequest request, HttpServletResponse response) throws IOException {
    picture(
        Place.of(request).one(images), viewport(request, RenderRequest.of(1)), request, response);
  }

  @GetMapping(
      "/dicomweb/{study}/studies/{uid}/series/{series}/instances/{instance}/frames/{frame}/rendered")
  void renderedFrame(
      @PathVariable String frame, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!frame.matches("\\d{1,9}")) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "a frame is a number");
    }
    RenderRequest asked = RenderRequest.of(Math.max(1, Integer.parseInt(frame)));
    picture(Place.of(request).one(images), viewport(request, asked), request, response);
  }

  @GetMapping({
    "/dicomweb/{study}/studies/{uid}/series/{series}/thumbnail",
    "/dicomweb/{study}/studies/{uid}/series/{series}/instances/{instance}/thumbnail"
  })
  void thumbnail(HttpServletRequest request, HttpServletResponse response) throws IOException {
    List<Instance> kept = Place.of(request).kept(images);
    RenderRequest asked =
        RenderRequest.of(1).within(new Viewport(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS));
    picture(kept.get(kept.size() / 2), asked, request, response);
  }

  /// `viewport=width,height`, PS3.18 section 8.3.5.1.3.
  private static RenderRequest viewport(HttpServletRequest request, RenderRequest asked) {
    String viewport = request.getParameter("viewport");
    if (viewport == null || viewport.isEmpty()) {
      return asked;
    }
    String[] sides = viewport.split(",", -1);
    try {
      return asked.within(new Viewport(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "a viewport is width,height in pixels", e);
    }
  }

  private void picture(
      Instance instance,
      RenderRequest asked,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    DicomFile file = StoredInstance.whole(images.folder(), instance).orElseThrow(Place::missing);
    String accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
    boolean jpeg = accept.contains("image/jpeg") && !accept.contains("image/png");
    byte[] drawn = drawn(file, asked, jpeg);
    response.setContentType(jpeg ? "image/jpeg" : "image/png");
    response.getOutputStream().write(drawn);
  }

  /// Few at a time, whoever asks: a picture takes many times the memory of its file.
  private byte[] drawn(DicomFile file, RenderRequest asked, boolean jpeg) throws IOException {
    try {
      if (!drawing.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new ResponseStatusException(
            HttpStatus.SERVICE_UNAVAILABLE, "too many pictures are being drawn; ask again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "the node stops", e);
    }
    try {
      return switch (Renderer.render(file, asked)) {
        case Picture picture -> jpeg ? picture.jpeg(JPEG_QUALITY) : picture.png();
        case NotRenderable reason ->
            throw new ResponseStatusException(
                reason.reason() == NotRenderable.Reason.NO_CODEC
                    ? HttpStatus.NOT_ACCEPTABLE
                    : HttpStatus.NOT_FOUND,
                reason.words());
      };
    } finally {
      drawing.release();
    }
  }
}
