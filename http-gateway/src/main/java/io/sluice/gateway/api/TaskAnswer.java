package io.sluice.gateway.api;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.TaskView;

/** Answers that show a task. */
final class TaskAnswer {
  static Answer of(int status, TaskView task) {
    return Answer.json(status, TaskJson.of(task))
        .with(ETag.HEADER, TaskJson.version(task).quoted());
  }

  static String location(QueueName queue, TaskId id) {
    return "/v1/queues/" + queue + "/tasks/" + id;
  }

  private TaskAnswer() {}
}
