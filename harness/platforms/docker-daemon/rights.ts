/** Why it takes the socket's rights to have the daemon make something. */
export const socketWhy = "Docker's socket, of the group docker; whoever may write to it is as good as root";
