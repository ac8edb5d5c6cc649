package io.sluice.gateway.problem;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be read or written, in words. */
public final class FileTrouble {
  private static final String NO_SPACE = "No space left";

  public static String of(IOException error) {
    if (error instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (error instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (error instanceof NotDirectoryException || error instanceof FileAlreadyExistsException) {
      return "a file is in the place of a directory";
    }
    if (error instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    String said = String.valueOf(error.getMessage());
    if (said.contains("Not a directory")) {
      return "a file is in the place of a directory";
    }
    if (said.contains("Permission denied")) {
      return "permission denied";
    }
    if (said.contains("Is a directory")) {
      return "it is a directory";
    }
    return said.contains(NO_SPACE) ? "the disk is full" : "the operating system reports an error";
  }

  private FileTrouble() {}
}
